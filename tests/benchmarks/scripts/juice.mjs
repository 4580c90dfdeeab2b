// marked, highlight.js and juice: what doocs/md does in the browser.
import {readFileSync} from "node:fs";
import hljs from "highlight.js";
import juice from "juice";
import {Marked} from "marked";

const css = `
section{font-size:16px;line-height:1.75;color:#3f3f3f} p{margin:0 0 16px;letter-spacing:.1em}
h1,h2,h3{margin:32px 0 16px;font-weight:700} h2{font-size:20px;text-align:center}
blockquote{margin:16px 0;padding:12px 16px;border-left:4px solid #0f4c81;background:#f7f7f7}
ul,ol{padding-left:24px} li{margin:4px 0} a{color:#576b95} strong{color:#0f4c81}
table{border-collapse:collapse;width:100%} th,td{border:1px solid #dfdfdf;padding:6px 10px}
pre{padding:16px;border-radius:6px;overflow-x:auto;background:#0d1117;color:#c9d1d9}
img{display:block;max-width:100%;margin:16px auto} code{font-size:90%}
.hljs-keyword{color:#ff7b72}.hljs-string{color:#a5d6ff}.hljs-number{color:#79c0ff}
.hljs-comment{color:#8b949e}.hljs-title{color:#d2a8ff}.hljs-built_in{color:#ffa657}
.hljs-params{color:#c9d1d9}.hljs-variable{color:#79c0ff}.hljs-literal{color:#79c0ff}
`;
const marked = new Marked({
  renderer: {
    code({text, lang}) {
      const known = hljs.getLanguage(lang ?? "") ? lang : "plaintext";
      const {value} = hljs.highlight(text, {language: known});
      return `<pre><code class="hljs">${value}</code></pre>`;
    },
  },
});
for (const file of process.argv.slice(2)) {
  const body = readFileSync(file, "utf8").replace(/^---\n[\s\S]*?\n---\n/, "");
  process.stdout.write(juice.inlineContent(`<section>${marked.parse(body)}</section>`, css));
}
