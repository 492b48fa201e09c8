import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { until } from "../../tests/support/browsers/waiting.ts";
import type { Contender, Texts } from "./contender.ts";
import { openStaticHost } from "./static-host.ts";

const run = promisify(execFile);
const packages = join(import.meta.dirname, "../docusaurus");

/**
 * Docusaurus with its PWA plug-in (`offlineModeActivationStrategies: ['always']`) and the same articles, built in this run
 * and served by a good static host. Undefined, with a line why, where its packages cannot be installed.
 */
export async function openDocusaurus(texts: Texts, folder: string): Promise<Contender | undefined> {
  if (!isInstalled()) return undefined;
  const site = join(folder, "docusaurus");
  await layOut(site, texts);
  let build = await buildSite(site, 1);
  const host = await openStaticHost(() => build);
  return {
    name: "Docusaurus",
    port: host.port,
    front: "/text-0",
    article: "/text-0",
    again: "/text-0",
    text: "article p",
    ready: (page) => until("the worker is active", () => isReady(page), { within: 1_800_000 }),
    isReady,
    begins: / \/sw\.js/,
    // A worker that could not be installed is tried again when the page is opened again.
    goOn: (page) =>
      page.reload({ waitUntil: "commit", timeout: 5_000 }).catch((error: unknown) => error),
    async change() {
      const path = join(site, "docs/text-0.md");
      await writeFile(path, `${await readFile(path, "utf8")}\n\nДодано речення.\n`);
      build = await buildSite(site, 2);
    },
    // The new worker waits once its precache is whole.
    hasChange: (page) =>
      until(
        "the new version is here",
        () =>
          page.evaluate<boolean>(
            `navigator.serviceWorker.getRegistration().then((one) => one?.waiting != null)`,
          ),
        { within: 1_800_000 },
      ),
    close: () => host.close(),
  };
}

function isInstalled(): boolean {
  if (existsSync(join(packages, "node_modules/@docusaurus/core"))) return true;
  console.log("Installing Docusaurus, the peer (once; some minutes) ...");
  const { status, stderr } = spawnSync("npm", ["ci", "--ignore-scripts"], {
    cwd: packages,
    encoding: "utf8",
  });
  if (status !== 0) console.log(`Docusaurus is not measured: npm could not install it.\n${stderr}`);
  return status === 0;
}

async function layOut(site: string, texts: Texts): Promise<void> {
  await mkdir(join(site, "docs"), { recursive: true });
  await symlink(join(packages, "node_modules"), join(site, "node_modules"));
  await writeFile(join(site, "package.json"), '{"name":"site","version":"1.0.0","private":true}');
  await writeFile(join(site, "docusaurus.config.js"), configuration);
  for (const [index, name] of texts.names.entries()) {
    const text = await readFile(join(texts.folder, name), "utf8");
    await writeFile(join(site, `docs/text-${index}.md`), asMarkdown(text, index));
  }
}

// Everything that MDX would take for its own is written as a character reference.
function asMarkdown(text: string, index: number): string {
  const plain = text.replaceAll(/[<>{}&]/g, (sign) => `&#${sign.codePointAt(0)};`);
  const title = plain.trim().split("\n")[0]?.slice(0, 90).replaceAll('"', "”") ?? "";
  const place = index === 0 ? "slug: /text-0\n" : "";
  return `---\ntitle: "${title}"\n${place}---\n\n${plain}\n`;
}

/** Beside this process, which has connections to answer for meanwhile. */
async function buildSite(site: string, version: number): Promise<string> {
  const out = `build-${version}`;
  const cli = join(site, "node_modules/@docusaurus/core/bin/docusaurus.mjs");
  await run(process.execPath, [cli, "build", "--out-dir", out], {
    cwd: site,
    maxBuffer: 2 ** 26,
    // Its cache lies in the packages' folder, and breaks the next build of another site.
    env: {
      ...process.env,
      CI: "1",
      NODE_ENV: "production",
      DOCUSAURUS_NO_PERSISTENT_CACHE: "1",
    },
  });
  return join(site, out);
}

const isReady = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    `navigator.serviceWorker.getRegistration().then((one) => one?.active?.state === "activated")`,
  );

const configuration = `module.exports = {
  title: "Газета",
  url: "http://localhost",
  baseUrl: "/",
  onBrokenLinks: "ignore",
  i18n: { defaultLocale: "uk", locales: ["uk"] },
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false, pages: false, theme: {} }]],
  plugins: [["@docusaurus/plugin-pwa", {
    offlineModeActivationStrategies: ["always"],
    pwaHead: [{ tagName: "meta", name: "theme-color", content: "#f2b705" }],
  }]],
};
`;
