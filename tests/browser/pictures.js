"use strict";
/* The pictures of README.md, into the folder named on the command line. */
const path = require("node:path");
const { address, launch, open } = require("./browser.js");

const [folder] = process.argv.slice(2);

/* Width, height, paper, and where it is scrolled to. */
const PICTURES = {
  "checklist.png": [900, 760, "checklist.html", "header"],
  "plan.png": [1100, 430, "plan.html", "section.landscape"],
};

async function main() {
  const browser = await launch();
  for (const [name, [width, height, paper, at]] of Object.entries(PICTURES)) {
    const page = await open(browser, address("demo", paper),
      { viewport: { width, height } });
    await page.$eval(at, (part) => part.scrollIntoView());
    await page.screenshot({ path: path.join(folder, name) });
    await page.context().close();
  }
  await browser.close();
}

main();
