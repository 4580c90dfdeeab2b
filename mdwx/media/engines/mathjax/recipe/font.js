// The font MathJax falls back to: the one we bundle, not its default of 50 MB.
export {
  MathJaxTexFont as DefaultFont,
  MathJaxTexFont as Font,
} from '@mathjax/mathjax-tex-font/mjs/svg.js';
export const fontName = 'mathjax-tex';
