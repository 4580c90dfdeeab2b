// TeX in, flat SVG out: `draw(tex, display)` is all that this bundle offers.
//
// `\color{red}{x}` colours its argument, as it does on pages with MathJax and KaTeX.
// Left out of MathJax on purpose: `require` and `autoload` (they load code),
// `html` and `texhtml` (links, ids, classes, styles), `physics` (it gives
// standard commands other meanings), and every cache of glyphs.
import { mathjax } from '@mathjax/src/mjs/mathjax.js';
import { TeX } from '@mathjax/src/mjs/input/tex.js';
import { SVG } from '@mathjax/src/mjs/output/svg.js';
import { liteAdaptor } from '@mathjax/src/mjs/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from '@mathjax/src/mjs/handlers/html.js';
import { MathJaxTexFont } from '@mathjax/mathjax-tex-font/mjs/svg.js';
import { MathJaxMhchemFontExtension } from '@mathjax/mathjax-mhchem-font-extension/mjs/svg.js';
import '@mathjax/src/mjs/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/mjs/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/mjs/input/tex/amscd/AmsCdConfiguration.js';
import '@mathjax/src/mjs/input/tex/bbox/BboxConfiguration.js';
import '@mathjax/src/mjs/input/tex/boldsymbol/BoldsymbolConfiguration.js';
import '@mathjax/src/mjs/input/tex/braket/BraketConfiguration.js';
import '@mathjax/src/mjs/input/tex/cancel/CancelConfiguration.js';
import '@mathjax/src/mjs/input/tex/cases/CasesConfiguration.js';
import '@mathjax/src/mjs/input/tex/centernot/CenternotConfiguration.js';
import '@mathjax/src/mjs/input/tex/color/ColorConfiguration.js';
import '@mathjax/src/mjs/input/tex/colorv2/ColorV2Configuration.js';
import '@mathjax/src/mjs/input/tex/colortbl/ColortblConfiguration.js';
import '@mathjax/src/mjs/input/tex/enclose/EncloseConfiguration.js';
import '@mathjax/src/mjs/input/tex/extpfeil/ExtpfeilConfiguration.js';
import '@mathjax/src/mjs/input/tex/gensymb/GensymbConfiguration.js';
import '@mathjax/src/mjs/input/tex/mathtools/MathtoolsConfiguration.js';
import '@mathjax/src/mjs/input/tex/mhchem/MhchemConfiguration.js';
import '@mathjax/src/mjs/input/tex/newcommand/NewcommandConfiguration.js';
import '@mathjax/src/mjs/input/tex/textcomp/TextcompConfiguration.js';
import '@mathjax/src/mjs/input/tex/textmacros/TextMacrosConfiguration.js';
import '@mathjax/src/mjs/input/tex/unicode/UnicodeConfiguration.js';
import '@mathjax/src/mjs/input/tex/units/UnitsConfiguration.js';
import '@mathjax/src/mjs/input/tex/upgreek/UpgreekConfiguration.js';
import '@mathjax/src/mjs/input/tex/verb/VerbConfiguration.js';
import { flat } from './flat.js';

const packages = [
  'base', 'ams', 'amscd', 'bbox', 'boldsymbol', 'braket', 'cancel', 'cases',
  'centernot', 'color', 'colorv2', 'colortbl', 'enclose', 'extpfeil', 'gensymb', 'mathtools',
  'mhchem', 'newcommand', 'textcomp', 'textmacros', 'unicode', 'units', 'upgreek',
  'verb',
];
// A phone's column: what multline sets its first and last lines against.
const ams = { multlineWidth: '18em', multlineIndent: '1em' };
const metrics = { em: 16, ex: 16, containerWidth: 1000000 };

const adaptor = liteAdaptor({ cjkCharWidth: 1, unknownCharWidth: 0.6 });
RegisterHTMLHandler(adaptor);
MathJaxTexFont.addExtension(MathJaxMhchemFontExtension);
const output = new SVG({
  fontData: MathJaxTexFont,
  fontCache: 'none',
  linebreaks: { inline: false },
});
// So that one em is a thousand units for letters without a shape, too.
metrics.ex = metrics.em * output.font.params.x_height;

function raise(jax, error) {
  throw error;
}

// A new input for each formula: macros of one are unknown to the next.
globalThis.draw = (source, display) => {
  try {
    const input = new TeX({ packages, formatError: raise, maxBuffer: 50000, ams });
    const page = mathjax.document('', { InputJax: input, OutputJax: output });
    const drawn = adaptor.firstChild(page.convert(source, { display, ...metrics }));
    return JSON.stringify(flat(adaptor, drawn));
  } catch (error) {
    // Errors of TeX carry a name; what is none of those stays an error.
    if (typeof error.id !== 'string') throw error;
    return JSON.stringify({ id: error.id, message: error.message });
  }
};
