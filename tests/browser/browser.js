"use strict";
/* Debian's chromium on a paper, and a record of all that it does besides
   showing it. */
const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

function launch() {
  const executablePath = execFileSync("which", ["chromium"],
    { encoding: "utf8" }).trim();
  /* its own sandbox does not start for root */
  const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
  /* letters in grey take half the space in a picture */
  args.push("--disable-lcd-text");
  return chromium.launch({ executablePath, args });
}

function address(...names) {
  return pathToFileURL(path.join(process.env.OIT_PAPERS, ...names)).href;
}

/* A page that shows the address; page.misdeeds names every request for
   anything but papers, every dialog, error and window. */
async function open(browser, url, options) {
  const context = await browser.newContext(
    { viewport: { width: 1000, height: 800 }, ...options });
  const page = await context.newPage();
  page.misdeeds = [];
  page.on("request", (request) => {
    if (!request.isNavigationRequest() ||
        !request.url().startsWith(address()))
      page.misdeeds.push(`asks for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    page.misdeeds.push(`shows ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => page.misdeeds.push(message.text()));
  page.on("pageerror", (error) => page.misdeeds.push(error.message));
  context.on("page", () => page.misdeeds.push("opens a window"));
  await page.goto(url);
  return page;
}

module.exports = { address, launch, open };
