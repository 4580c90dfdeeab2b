// wenyan, as its command line renders; several files make one loop.
import {readFileSync} from "node:fs";
import {renderStyledContent} from "@wenyan-md/core/wrapper";

const options = {
  themeId: "default",
  hlThemeId: "solarized-light",
  isMacStyle: true,
  isAddFootnote: true,
};
for (const file of process.argv.slice(2)) {
  process.stdout.write(await renderStyledContent(readFileSync(file, "utf8"), options));
}
