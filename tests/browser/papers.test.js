"use strict";
/* What a clerk sees and does in a browser. */
const assert = require("node:assert/strict");
const { readFileSync, readdirSync } = require("node:fs");
const { after, before, describe, test } = require("node:test");
const { address, launch, open } = require("./browser.js");

const AXE = require.resolve("axe-core/axe.min.js");
const CHECKLIST = address("th", "checklist.html");
const ENGLISH = address("en", "checklist.html");
const PAGES = { checklist: CHECKLIST, "English checklist": ENGLISH,
  plan: address("th", "plan.html") };
const { items } = JSON.parse(readFileSync(
  new URL(address("th", "report.json"))));
const GROUPS = { missing: ["missing"], partly: ["incomplete", "stale"],
  unsure: ["cannot_tell"], pass: ["pass"] };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/* A test on a page of its own, which must have done nothing else. */
function on(url, name, look, options) {
  test(name, async () => {
    const page = await open(browser, url, options);
    await look(page);
    assert.deepEqual(page.misdeeds, []);
    await page.context().close();
  });
}

const visible = (page) => page.$$eval(".item",
  (all) => all.filter((item) => item.checkVisibility()).map((item) => item.id));
const ids = (fits) => items.filter(fits).map((item) => item.id);
const same = (a, b) => assert.deepEqual(a.toSorted ? a.toSorted() :
  [...a].sort(), [...b].sort());
const ofGroup = (group) => (item) => GROUPS[group].includes(item.verdict);

async function violations(page) {
  await page.$$eval("details", (all) => all.forEach((one) => {
    one.open = true;
  }));
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() => window.axe.run());
  return found.violations.map((one) =>
    `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
}

describe("everybody can use it", () => {
  for (const [name, url] of Object.entries(PAGES))
    for (const width of [1280, 320])
      on(url, `axe finds nothing in the ${name}, ${width} pixels wide`,
        async (page) => assert.deepEqual(await violations(page), []),
        { viewport: { width, height: 800 }, bypassCSP: true });

  on(ENGLISH, "whatever is Thai in the English list is marked so",
    async (page) => {
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      assert.deepEqual(await page.evaluate(() => {
        const walker = document.createTreeWalker(document.documentElement,
          NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
          const { data, parentElement } = walker.currentNode;
          if (/[\u0e01-\u0e5b]/.test(data) &&
              parentElement.closest("[lang]").lang !== "th") found.push(data);
        }
        return found;
      }), []);
    });

  on(CHECKLIST, "nothing is wider than a screen of 320 pixels",
    async (page) => {
      await page.$$eval("details", (all) => all.forEach((one) => {
        one.open = true;
      }));
      const { scrollWidth, clientWidth } = await page.evaluate(() =>
        document.documentElement);
      assert.equal(scrollWidth, clientWidth);
    }, { viewport: { width: 320, height: 640 } });

  on(CHECKLIST, "keys alone reach a filter, a fold, a tick and a note",
    async (page) => {
      const focused = () => page.evaluate(() => {
        const at = document.activeElement;
        return at.className || at.id || at.tagName;
      });
      const tabTo = async (wanted) => {
        for (let i = 0; i < 200; i++) {
          await page.keyboard.press("Tab");
          if (await page.evaluate((selector) =>
            document.activeElement.matches(selector), wanted)) return;
        }
        assert.fail(`no way to ${wanted}, stuck at ${await focused()}`);
      };
      await page.keyboard.press("Tab");
      assert.equal(await focused(), "skip");
      await tabTo('.counts a[data-group="missing"]');
      await page.keyboard.press("Enter");
      same(await visible(page), ids(ofGroup("missing")));
      await tabTo(".places summary");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("details[open]").count(), 1);
      await tabTo("[type=checkbox]");
      await page.keyboard.press("Space");
      assert.equal(await page.locator("[type=checkbox]:checked").count(), 1);
      await tabTo("[type=text]");
      await page.keyboard.type("ok");
      assert.equal(await page.evaluate(() => document.activeElement.value),
        "ok");
    });
});

describe("what is shown", () => {
  for (const group of Object.keys(GROUPS))
    on(CHECKLIST, `the count of ${group} shows these alone`, async (page) => {
      const link = page.locator(`.counts a[data-group="${group}"]`);
      const wanted = ids(ofGroup(group));
      assert.match(await link.innerText(), new RegExp(`^${wanted.length}\\b`));
      await link.click();
      assert.equal(new URL(page.url()).hash, `#${group}`);
      same(await visible(page), wanted);
      assert.equal(await link.getAttribute("aria-current"), "true");
      assert.match(await page.locator("#shown").innerText(),
        new RegExp(`${wanted.length}.*${items.length}`));
      await page.goBack();
      same(await visible(page), ids(() => true));
    });

  const { owner, issue } = items.find((item) => item.verdict === "missing");
  const fits = (item) => item.verdict === "missing" && item.owner === owner &&
    item.issue === issue;

  on(CHECKLIST, "owner, issue and verdict filter together, and the address " +
    "keeps it", async (page) => {
    await page.selectOption("#owner", owner);
    same(await visible(page), ids((item) => item.owner === owner));
    await page.selectOption("#issue", String(issue));
    await page.click('.counts a[data-group="missing"]');
    same(await visible(page), ids(fits));
    await page.reload();
    same(await visible(page), ids(fits));
    assert.equal(await page.inputValue("#owner"), owner);
    await page.selectOption("#owner", "");
    await page.selectOption("#issue", "");
    same(await visible(page), ids(ofGroup("missing")));
  });

  on(`${CHECKLIST}#missing`, "the address of an item shows it all the same",
    async (page) => {
      const [id] = ids((item) => item.verdict === "pass");
      await page.click(`.contents a[href="#${id}"]`);
      assert.ok((await visible(page)).includes(id));
      const { y } = await page.locator(`#${id}`).boundingBox();
      assert.ok(Math.abs(y) < 100, `${y} pixels away`);
    });

  for (const hash of ["#nothing", "#%", "#owner=%E0%A4%A", "#=", "#issue=99",
    "#__proto__", "#constructor=1&toString=2", "#<img src=x>"])
    on(CHECKLIST + hash, `an address with ${hash} breaks nothing`,
      async (page) => {
        assert.equal(await page.locator(".choices").isVisible(), true);
        await page.click('.counts a[data-group="missing"]');
        assert.equal(await page.locator("#shown").isVisible(), true);
      });

  on(CHECKLIST, "without scripts everything is there, and no dead control",
    async (page) => {
      same(await visible(page), ids(() => true));
      assert.equal(await page.locator(".scripted:visible").count(), 0);
      assert.equal(await page.locator("select:visible, button:visible")
        .count(), 0);
      await page.click('.counts a[data-group="partly"]');
      assert.equal(new URL(page.url()).hash, "#partly");
      assert.ok(await page.locator("#partly").isVisible());
    }, { javaScriptEnabled: false });
});

describe("ticks and notes", () => {
  const [first, second] = items.filter((item) => item.verdict !== "pass");
  const tick = (page, item) => page.locator(`#${item.id} [type=checkbox]`);
  const note = (page, item) => page.locator(`#${item.id} [type=text]`);
  const saved = async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"),
      page.click("#save")]);
    assert.equal(download.suggestedFilename(), "oit-status.json");
    return JSON.parse(readFileSync(await download.path(), "utf8"));
  };

  on(CHECKLIST, "they are there when the page is opened again",
    async (page) => {
      await tick(page, first).check();
      await note(page, second).fill("รอเอกสาร \"<b>\"");
      await page.reload();
      assert.equal(await tick(page, first).isChecked(), true);
      assert.equal(await tick(page, second).isChecked(), false);
      assert.equal(await note(page, second).inputValue(), "รอเอกสาร \"<b>\"");
    });

  on(CHECKLIST, "saved are those that were touched", async (page) => {
    await tick(page, first).check();
    await tick(page, first).uncheck();
    await note(page, second).fill("ส่งแล้ว");
    const file = await saved(page);
    page.misdeeds = page.misdeeds.filter((one) => !one.includes(" blob:"));
    assert.deepEqual(file, [
      { fingerprint: first.fingerprint, done: false, note: "" },
      { fingerprint: second.fingerprint, done: false, note: "ส่งแล้ว" }]);
  });

  on(CHECKLIST, "what stands in the store is not trusted", async (page) => {
    for (const text of ["{", "null", "7", '{"done":1,"note":{"a":1}}']) {
      await page.evaluate(([key, value]) => localStorage.setItem(key, value),
        [`oit:${first.fingerprint}`, text]);
      await page.reload();
      assert.equal(await tick(page, first).isChecked(), false);
      assert.equal(await note(page, first).inputValue(), "");
    }
  });
});

describe("on paper", () => {
  on(CHECKLIST, "places of what is to be worked on are unfolded, and no " +
    "control is printed", async (page) => {
    const open = () => page.$$eval("details[open]", (all) => all.map(
      (one) => [one.className, one.closest(".group").id]));
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const unfolded = await open();
    assert.ok(unfolded.length > 0);
    for (const [kind, group] of unfolded) {
      assert.equal(kind, "places");
      assert.notEqual(group, "pass");
    }
    for (const control of [".choices", ".contents", ".skip"])
      assert.equal(await page.locator(control).isVisible(), false);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await open(), []);
  });
});

/* What markup of the site's would have made, had it been taken for markup;
   the charts are ours. */
function foreign() {
  const tags = "img, svg:not(.chart, [aria-hidden=true]), iframe, base, " +
    "link, form, object, embed";
  const made = [...document.querySelectorAll("*")].filter((one) =>
    one.matches(tags) || [...one.attributes].some(({ name }) =>
      name.startsWith("on") || name === "style" || name === "srcdoc"));
  const links = [...document.querySelectorAll("a[href]")].filter((one) =>
    !/^(https?:|#)/.test(one.getAttribute("href")));
  return [...made, ...links].map((one) => one.outerHTML.slice(0, 200));
}

/* What listens to a pointer or to the focus would act now. */
function touch() {
  for (const one of document.querySelectorAll("details, .item, .item *")) {
    if (one.tagName === "DETAILS") one.open = true;
    for (const name of ["mouseover", "focus", "pointerdown"])
      one.dispatchEvent(new Event(name));
  }
}

describe("what the site says stays text", () => {
  const attacks = readdirSync(process.env.OIT_PAPERS).filter(
    (name) => /^\d+$/.test(name));
  const sentence = (number) => JSON.parse(readFileSync(
    new URL(address(number, "report.json")))).office.name;

  for (const [paper, scripts] of [["checklist.html", 1], ["plan.html", 0]])
    test(`${attacks.length} attacks in ${paper}`, async () => {
      const page = await open(browser, address(attacks[0], paper));
      for (const number of attacks) {
        await page.goto(address(number, paper));
        await page.evaluate(touch);
        const seen = [...await page.evaluate(foreign), ...page.misdeeds];
        assert.deepEqual(seen, [], JSON.stringify(sentence(number)));
        assert.equal(await page.locator("script").count(), scripts);
        page.misdeeds.length = 0;
      }
      await page.context().close();
    });
});
