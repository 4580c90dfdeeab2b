// Makes ../mathjax.js; the same versions make the same bytes.
import { build } from 'esbuild';

await build({
  entryPoints: ['entry.js'],
  outfile: '../mathjax.js',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2020',
  charset: 'ascii',
  legalComments: 'none',
  alias: { '#default-font/svg/default.js': './font.js' },
  banner: {
    js: '/* MathJax 4.1.3 and mhchemParser, Apache License 2.0; see LICENSE. Made by recipe/. */',
  },
});
