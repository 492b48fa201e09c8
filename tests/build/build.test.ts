import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Parts } from "../../src/device/parts.ts";
import { iconNames } from "../../src/rendering/icon.ts";

const root = resolve(import.meta.dirname, "../..");
const inputs = [
  "index.html",
  "desk.html",
  "vite.config.ts",
  "package.json",
  "tsconfig.json",
  "src",
  "docs",
  "public",
  "tools/build",
];
const newsroom = {
  format: 1,
  rootKey: "A".repeat(43),
  name: { uk: "Сонях", en: "Soniakh" },
  languages: ["uk", "en"],
  contacts: [],
  origin: "https://soniakh.example",
  demonstration: true,
};

const folders: string[] = [];
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-build-"));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A checkout of its own with the same sources. */
function aCheckout(): string {
  const folder = aFolder();
  for (const input of inputs) cpSync(join(root, input), join(folder, input), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "newsroom.json"), JSON.stringify(newsroom));
  return folder;
}

const vite = join("node_modules", "vite", "bin", "vite.js");

/** Builds in a checkout; resolves to the folder that was built. */
async function build(
  checkout: string,
  mode = "production",
  env: NodeJS.ProcessEnv = {},
  ...options: readonly string[]
): Promise<string> {
  const out = join(checkout, "out", mode);
  const set = {
    NEWSROOM_JSON: join(checkout, "newsroom.json"),
    OUT_DIR: out,
    NODE_ENV: "production",
    ...env,
  };
  const args = [vite, "build", "--mode", mode, "--logLevel", "warn", ...options];
  await promisify(execFile)(process.execPath, args, {
    cwd: checkout,
    env: { ...process.env, ...set },
  });
  return out;
}

/** Where it does not matter how short the script is: most of a build's time goes into that. */
const quickBuild = (checkout: string): Promise<string> =>
  build(checkout, "production", {}, "--minify", "false");

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

const hashesOf = (folder: string): object =>
  Object.fromEntries(
    filesOf(folder).map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(join(folder, file)))
        .digest("hex"),
    ]),
  );

const read = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");
const compressed = (folder: string, file: string): number =>
  brotliCompressSync(readFileSync(join(folder, file))).length;

interface Precached {
  readonly url: string;
  readonly revision: string | null;
  readonly integrity: string;
}

/** What the built worker precaches. */
function precacheOf(folder: string): readonly Precached[] {
  const list = /\[\{"integrity":.*?\}\]/.exec(read(folder, "sw.js"));
  return JSON.parse(list?.[0] ?? "[]") as Precached[];
}

const integrityOf = (folder: string, file: string): string =>
  `sha384-${createHash("sha384")
    .update(readFileSync(join(folder, file)))
    .digest("base64")}`;

let app = "";
let desk = "";
let checkout = "";
beforeAll(async () => {
  checkout = aCheckout();
  [app, desk] = [await build(checkout), await build(checkout, "desk")];
}, 180_000);

test("two builds from two folders are the same, file by file, and name neither folder", async () => {
  const other = aCheckout();
  const [again, deskAgain] = [await build(other), await build(other, "desk")];

  expect(hashesOf(again)).toEqual(hashesOf(app));
  expect(hashesOf(deskAgain)).toEqual(hashesOf(desk));
  for (const folder of [app, desk]) {
    const text = filesOf(folder)
      .map((file) => readFileSync(join(folder, file), "latin1"))
      .join("\n");
    expect(text).not.toMatch(/soniakh-build-|node_modules\/|file:\/\//);
    expect(text.includes(root)).toBe(false);
  }
}, 180_000);

test("without a newsroom the build fails with a sentence that says what to do", async () => {
  const failing = build(checkout, "production", { NEWSROOM_JSON: "" });

  await expect(failing).rejects.toThrow("Set NEWSROOM_JSON to the path of newsroom.json");
}, 180_000);

test("the worker precaches the shell and reading alone, each with its integrity", () => {
  const precached = precacheOf(app);
  const parts = JSON.parse(read(app, "parts.json")) as Parts;

  expect(precached.map(({ url }) => url)).toContain("index.html");
  expect(precached.map(({ url }) => `/${url}`)).toContain(parts.entry);
  for (const { url, integrity } of precached) expect(integrity, url).toBe(integrityOf(app, url));
  const writing = new Set(parts.files.map(({ url }) => url));
  expect(precached.filter(({ url }) => writing.has(`/${url}`))).toEqual([]);
  expect(
    precached
      .map(({ url }) => url)
      .filter((url) => !/^(index\.html|assets\/.*\.(js|css))$/.test(url)),
  ).toEqual([]);
});

test("the writing part is listed file by file, each with its integrity and length", () => {
  const { files } = JSON.parse(read(app, "parts.json")) as Parts;

  for (const { url, integrity, bytes } of files) {
    expect(integrity).toBe(integrityOf(app, url));
    expect(bytes).toBe(readFileSync(join(app, url)).length);
  }
  const known = new Set([
    ...files.map(({ url }) => url),
    ...precacheOf(app).map(({ url }) => `/${url}`),
  ]);
  const loose = filesOf(app).filter(
    (file) => /^assets\/.*\.(js|css)$/.test(file) && !known.has(`/${file}`),
  );
  expect(loose).toEqual([]);
});

test("the page is one request: its style sheet stands inside, cut in two, and it keeps the server's marks", () => {
  const html = read(app, "index.html");

  const [first = "", second = "", ...others] = Array.from(
    html.matchAll(/<style>([^]*?)<\/style>/g),
    ([, css]) => css ?? "",
  );
  expect(others).toEqual([]);
  // Each rule that an article is drawn with stands in the first; lists and sheets stand in the second.
  for (const shown of ["article h1", ".body p", ".places", ".provenance", ".footer", ".back"])
    expect(first, shown).toContain(shown);
  for (const later of [".masthead", ".sheet", ".row", ".tiles"]) {
    expect(second, later).toContain(later);
    expect(first, later).not.toContain(later);
  }
  expect(first + second).not.toContain("rest{");
  expect(html).not.toMatch(/rel="stylesheet"|style="|data:/);
  for (const mark of ["<!--head-->", "<!--app-->", "<!--data-->"]) expect(html).toContain(mark);
});

test("the worker is at most 12 KB, compressed", () => {
  expect(compressed(app, "sw.js")).toBeLessThanOrEqual(12_288);
});

test("both manifests are whole: ids of their own, icons that exist, shortcuts to reading alone", () => {
  const manifests = ["manifest.webmanifest", "manifest-neutral.webmanifest"].map(
    (file) => JSON.parse(read(app, file)) as Manifest,
  );

  expect(new Set(manifests.map(({ id }) => id)).size).toBe(2);
  expect(manifests.map(({ short_name }) => short_name)).toEqual(["Сонях", "Читанка"]);
  const files = new Set(filesOf(app).map((file) => `/${file}`));
  for (const { icons, shortcuts } of manifests) {
    expect(icons.map(({ purpose }) => purpose)).toEqual(
      expect.arrayContaining(["any", "maskable"]),
    );
    expect(shortcuts.map(({ url }) => url)).toEqual(["/", "/shelf"]);
    const pictures = [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)].map(
      ({ src }) => src,
    );
    expect(pictures.filter((src) => !files.has(src))).toEqual([]);
  }
});

interface Icon {
  readonly src: string;
  readonly purpose?: string;
}
interface Manifest {
  readonly id: string;
  readonly short_name: string;
  readonly icons: readonly Icon[];
  readonly shortcuts: readonly { readonly url: string; readonly icons: readonly Icon[] }[];
}

test("a corrected security header reaches installed phones: the shell's revision changes with it", async () => {
  const changed = aCheckout();
  const before = await quickBuild(changed);
  const known = precacheOf(before);
  const path = join(changed, "src/server/headers.ts");
  const source = readFileSync(path, "utf8");
  writeFileSync(path, source.replace("no-referrer", "same-origin"));
  expect(readFileSync(path, "utf8")).not.toBe(source);

  const corrected = precacheOf(await quickBuild(changed));

  const shell = (list: typeof known) => list.find(({ url }) => url === "index.html");
  expect(shell(corrected)?.integrity).toMatch(/^sha/);
  expect(shell(corrected)?.integrity).toBe(shell(known)?.integrity);
  expect(shell(corrected)?.revision).not.toBe(shell(known)?.revision);
}, 180_000);

test("what is loaded later is a part, with its style sheet and workers, and no reader's page asks for it", async () => {
  const small = aCheckout();
  const put = (file: string, text: string): void => {
    mkdirSync(join(small, file, ".."), { recursive: true });
    writeFileSync(join(small, file), text);
  };
  const kept = read(small, "src/app/tsconfig.json");
  rmSync(join(small, "src/app"), { recursive: true });
  put("src/app/tsconfig.json", kept);
  rmSync(join(small, "src/worker/sending.ts"), { force: true });
  put("src/app/shared.ts", "export const shared = () => document.title;");
  put("src/app/reading.css", "body { color: #123456 }");
  put(
    "src/app/main.tsx",
    `
    import "./reading.css";
    import { shared } from "./shared.ts";
    document.onclick = async () => (await import("./writing/page.ts")).write(shared());
    document.onkeydown = async () => (await import("./settings/look.ts")).look(shared());
  `,
  );
  put(
    "src/app/settings/look.ts",
    `import { shared } from "../shared.ts"; export const look = (a: string) => console.log("LOOK", a, shared());`,
  );
  put("src/app/writing/page.css", "textarea { color: #654321 }");
  put(
    "src/app/writing/page.ts",
    `
    import sheet from "./page.css?url";
    import url from "./key.worker.ts?worker&url";
    import { shared } from "../shared.ts";
    export const write = (a: string) => console.log("WRITE", a, sheet, url, shared());
  `,
  );
  put("src/app/writing/key.worker.ts", `self.onmessage = () => console.log("WORKER");`);
  put(
    "index.html",
    `<!doctype html><html><head><!--head--><script type="module" src="/src/app/main.tsx"></script></head><body><!--app--><!--data--></body></html>`,
  );
  put(
    "src/worker/sending.ts",
    `import { keyedBy } from "./helper.ts"; self.addEventListener("sync", () => console.log(keyedBy));`,
  );
  put("src/worker/helper.ts", `export const keyedBy = "SENDING";`);

  const out = await build(small);

  const { entry, files } = JSON.parse(read(out, "parts.json")) as Parts;
  const holding = (text: string): string[] =>
    filesOf(out)
      .filter((file) => read(out, file).includes(text))
      .map((file) => `/${file}`);
  const parts = files.map(({ url }) => url);
  const later = ["WRITE", "WORKER", "#654321", "LOOK"].map((text) => holding(text));
  expect(later.map((found) => found.length)).toEqual([1, 1, 1, 1]);
  expect([...parts].sort()).toEqual(later.flat().sort());
  expect(
    precacheOf(out)
      .map(({ url }) => `/${url}`)
      .sort(),
  ).toEqual([entry, "/index.html"].sort());
  expect(holding("#123456")).toEqual(["/index.html"]);
  // The lazy part asks for its sheet by itself; the page's script names none.
  const sheetsIn = (file: string): string[] =>
    [...read(out, file).matchAll(/assets\/[\w.-]+\.css/g)].map(([name]) => `/${name}`);
  expect(holding("WRITE").flatMap(sheetsIn)).toEqual(holding("#654321"));
  expect(sheetsIn(entry)).toEqual([]);
  expect(holding("SENDING")).toEqual(["/sending.js"]);
  expect(read(out, "sending.js")).not.toMatch(/\b(import|export)\b/);
}, 180_000);

test("a lazy part whose style sheet nobody would ask for is no build", async () => {
  const wrong = aCheckout();
  const path = join(wrong, "src/app/shell/seldom.tsx");
  writeFileSync(join(wrong, "src/app/shell/seldom.css"), "p { color: #123456 }");
  writeFileSync(path, `import "./seldom.css";\n${readFileSync(path, "utf8")}`);

  await expect(quickBuild(wrong)).rejects.toThrow("import its style sheet with ?url");
}, 180_000);

test("every drawing that a screen points to stands in both pages", () => {
  const drawn = (html: string): Set<string> =>
    new Set([...html.matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id ?? ""));
  const wanted = [
    ...iconNames.map((name) => `icon-${name}`),
    "petals",
    "seeds",
    ...Array.from({ length: 55 }, (_, n) => `seed-${n + 1}`),
    "seed",
    "seed-half",
    "petal",
  ];

  for (const html of [read(app, "index.html"), read(desk, "desk.html")]) {
    expect(wanted.filter((id) => !drawn(html).has(id))).toEqual([]);
  }
}, 180_000);
