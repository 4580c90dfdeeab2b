// The page's language: every sentence is given in both.
const chinese = document.documentElement.lang.startsWith("zh");

export function say(zh, en) {
  return chinese ? zh : en;
}

// A sentence as the server tells it.
export function said(sentence) {
  return sentence ? say(sentence.zh, sentence.en) : "";
}
