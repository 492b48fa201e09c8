// Where the programs are that the journeys need, and what to say where one is missing.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { describe, test } from "vitest";

export type Program = "chromium" | "firefox" | "webkit" | "exiftool" | "age";

type Place = {
  /** The environment variable that names the program's path and comes before every other place. */
  variable: string;
  /** Names looked up in PATH, in order. */
  commands: readonly string[];
  /** Paths looked at after PATH. */
  paths: readonly string[];
  /** Debian packages that bring it. */
  packages: string;
  /** Further commands without which it is of no use. */
  needs: readonly string[];
};

const places: Record<Program, Place> = {
  chromium: {
    variable: "CHROMIUM_PATH",
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    paths: [
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    packages: "chromium",
    needs: [],
  },
  firefox: {
    variable: "FIREFOX_PATH",
    commands: ["firefox-esr", "firefox"],
    paths: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
    packages: "firefox-esr",
    needs: [],
  },
  webkit: {
    variable: "WEBKIT_DRIVER_PATH",
    commands: ["WebKitWebDriver"],
    paths: [],
    packages: "webkit2gtk-driver xvfb",
    needs: ["xvfb-run", "xauth"],
  },
  exiftool: {
    variable: "EXIFTOOL_PATH",
    commands: ["exiftool"],
    paths: [],
    packages: "libimage-exiftool-perl",
    needs: [],
  },
  age: { variable: "AGE_PATH", commands: ["age"], paths: [], packages: "age", needs: [] },
};

/** The program's path, or undefined. A variable that names something that cannot be run throws: it is a slip, not an absence. */
export function findBrowser(name: Program): string | undefined {
  const place = places[name];
  const named = env[place.variable];
  if (named !== undefined && named !== "") {
    if (canRun(named)) return named;
    throw new Error(`${place.variable} is ${named}, and there is no program there`);
  }
  if (!place.needs.every(inPath)) return undefined;
  return firstDefined(place.commands.map(inPath)) ?? place.paths.find(canRun);
}

/** Like `findBrowser`, and throws the sentence how to get it. */
export function getBrowser(name: Program): string {
  const found = findBrowser(name);
  if (found === undefined) throw new Error(howToGet(name));
  return found;
}

export function howToGet(name: Program): string {
  const { packages, variable } = places[name];
  return `${name} is not on this computer. On Debian: apt-get install ${packages}. Elsewhere: set ${variable} to its path.`;
}

/**
 * Declares the tests in `declare` under a heading with the program's name.
 * Missing, it prints one loud line and skips them; but Chromium, and in CI every program, is then a failing test.
 */
export function whenPresent(name: Program, declare: (path: string) => void): void {
  const path = findBrowser(name);
  if (path !== undefined) {
    describe(name, () => declare(path));
  } else if (name === "chromium" || isCi()) {
    test(`${name} is here`, () => {
      throw new Error(howToGet(name));
    });
  } else {
    console.warn(`\n!!! SKIPPED: ${howToGet(name)}\n`);
    test.skip(`${name}: not here`, () => {});
  }
}

function isCi(): boolean {
  return !["", "0", "false"].includes(env["CI"] ?? "");
}

function inPath(command: string): string | undefined {
  const folders = [...(env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, command)).find(canRun);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function firstDefined<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}

/** The first of these paths that can be run. */
export function findIn(paths: readonly string[]): string | undefined {
  return paths.find(canRun);
}
