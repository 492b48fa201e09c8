// WebKitGTK, Safari's engine, through selenium-webdriver: one xvfb-run, one WebKitWebDriver, one MiniBrowser.
// An automation session is ephemeral: no OPFS, and a Blob put into IndexedDB never completes. What a session
// stores lives as long as the session, so "the browser was restarted" is a new page here, not a new process.
import { spawn } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { findIn, getBrowser } from "./finding-browsers.ts";
import { killGroupNow, killTree, markedEnvironment, processTree } from "./processes.ts";
import { createProfile } from "./profiles.ts";
import { inTime, until } from "./waiting.ts";

export type WebKitOptions = {
  /** Further flags of MiniBrowser, `browsers/watching.ts`' proxy among them. */
  args?: readonly string[];
};

export type WebKit = {
  /** Commands act on the page that was opened last. */
  driver: WebDriver;
  /** xvfb-run's process, the leader of the group that holds X server, driver and browser. */
  pid: number;
  /** A new page in the same session, with what the session stored; the page of before is closed. */
  newPage(): Promise<void>;
  processes(): Promise<number[]>;
  /** Ends browser, driver and X server; nothing of theirs is left. */
  close(): Promise<void>;
};

const miniBrowsers = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
  (machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`,
);

/** Opens WebKitGTK under a virtual screen. Throws the sentence how to get it where there is none. */
export async function openWebKit({ args = [] }: WebKitOptions = {}): Promise<WebKit> {
  const driverPath = getBrowser("webkit");
  const binary = findIn(miniBrowsers);
  if (binary === undefined)
    throw new Error(`WebKitWebDriver is here, its MiniBrowser is not: ${miniBrowsers.join(", ")}`);
  const home = await createProfile("webkit");
  const port = await freePort();
  const { mark, env } = markedEnvironment();
  const child = spawn(
    "xvfb-run",
    ["-a", "-s", "-screen 0 1280x1024x24", driverPath, `--port=${port}`],
    {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...env,
        ...(await ownFolders(home.folder)),
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
        LC_ALL: "C.UTF-8",
      },
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error("xvfb-run did not start");
  const started = { pid, mark };
  const atExit = (): void => killGroupNow(started); // the test runner ends without having closed us
  process.once("exit", atExit);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => lines.push(line));

  const stop = async (): Promise<void> => {
    const tree = await processTree(started);
    await endDriver(tree);
    await inTime("xvfb-run ends", ended, 5_000).catch(() => {});
    await killTree(started);
    process.off("exit", atExit);
    await home.remove();
  };
  try {
    await until("WebKitWebDriver answers", () => isReady(port));
    const driver = await openSession(port, binary, args);
    return {
      driver,
      pid,
      newPage: () => replacePage(driver),
      processes: () => processTree(started),
      close: async () => {
        await inTime("WebKit quits", driver.quit(), 5_000).catch(() => {}); // a hung page must not keep the group alive
        await stop();
      },
    };
  } catch (cause) {
    await stop();
    throw new Error(`WebKitGTK did not start: ${lines.slice(-5).join(" | ")}`, { cause });
  }
}

async function openSession(
  port: number,
  binary: string,
  args: readonly string[],
): Promise<WebDriver> {
  const options = { binary, args: ["--automation", ...args] };
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": options,
  });
  return await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(capabilities)
    .build();
}

/** The new window comes first: closing the only one ends the session and everything it stored. */
async function replacePage(driver: WebDriver): Promise<void> {
  const before = await driver.getWindowHandle();
  await driver.switchTo().newWindow("tab");
  const after = await driver.getWindowHandle();
  await driver.switchTo().window(before);
  await driver.close();
  await driver.switchTo().window(after);
}

/** SIGTERM for the driver alone lets xvfb-run end the X server and remove its folder itself. */
async function endDriver(tree: readonly number[]): Promise<void> {
  for (const pid of tree) {
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (name.startsWith("WebKitWebDriver")) process.kill(pid, "SIGTERM");
  }
}

/** Nothing of the person's own desktop is read or written. */
async function ownFolders(folder: string): Promise<Record<string, string>> {
  const names = {
    HOME: "home",
    XDG_RUNTIME_DIR: "run",
    XDG_CACHE_HOME: "cache",
    XDG_CONFIG_HOME: "config",
    XDG_DATA_HOME: "data",
    TMPDIR: "tmp",
  };
  const entries = Object.entries(names).map(([name, part]) => [name, join(folder, part)] as const);
  for (const [, path] of entries) await mkdir(path, { mode: 0o700 });
  return Object.fromEntries(entries);
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/status`);
  const body: unknown = await response.json();
  return JSON.stringify(body).includes('"ready":true');
}

/** A port that was free a moment ago; the driver cannot choose one itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() =>
          resolve(typeof address === "object" && address !== null ? address.port : 0),
        );
      });
  });
}
