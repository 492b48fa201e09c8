import { createHash } from "node:crypto";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { Hono } from "hono";
import { expect, test } from "vitest";
import {
  dataHeaders,
  pageHeaders,
  securityHeaders,
  styleHashes,
} from "../../src/server/headers.ts";

const policy = { styleHashes: ["'sha256-abc='"], https: true };

function directivesOf(policyText: string | null | undefined): Map<string, string> {
  const directives = (policyText ?? "").split("; ").map((one) => one.split(/ (.*)/s));
  return new Map(directives.map(([name = "", value = ""]) => [name, value]));
}

test("a page may load nothing but its own files, run nothing inline, and stand in no frame", () => {
  const directives = directivesOf(pageHeaders(policy)["content-security-policy"]);

  expect(Object.fromEntries(directives)).toMatchObject({
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'sha256-abc='",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "soniakh soniakh-inert",
  });
  expect([...directives.values()].join(" ")).not.toMatch(/unsafe|https?:|data:|\*/);
});

test("Google's CSP evaluator finds no way around the policies, neither of pages nor of data", () => {
  for (const policyText of [
    pageHeaders(policy)["content-security-policy"],
    dataHeaders["content-security-policy"],
  ]) {
    const findings = new CspEvaluator(new CspParser(policyText!).csp).evaluate();
    const serious = findings.filter(({ severity }) => severity <= Severity.MEDIUM_MAYBE);

    // 'self' is only as good as what this site serves as a script, and it serves no JSONP and nothing uploaded.
    expect(serious.map(({ directive, value }) => [directive, value])).toEqual(
      policyText!.includes("script-src") ? [["script-src", "'self'"]] : [],
    );
  }
});

test("the evaluator would find a policy that lets scripts in", () => {
  const findings = new CspEvaluator(
    new CspParser("script-src 'unsafe-inline' https:; object-src *").csp,
  ).evaluate();

  expect(findings.filter(({ severity }) => severity === Severity.HIGH).length).toBeGreaterThan(1);
});

test("a page shares its process with no other site and tells none where a reader came from", () => {
  expect(pageHeaders(policy)).toMatchObject({
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
});

test("camera and microphone are for this site alone, a position for nobody", () => {
  const allowed = pageHeaders(policy)["permissions-policy"];

  expect(allowed).toContain("camera=(self)");
  expect(allowed).toContain("microphone=(self)");
  expect(allowed).toContain("geolocation=()");
});

test("only what is served over HTTPS says that it always is", () => {
  expect(pageHeaders(policy)).toHaveProperty("strict-transport-security");
  expect(pageHeaders({ ...policy, https: false })).not.toHaveProperty("strict-transport-security");
});

test("the hash of a page's style sheet is the one that browsers compute", () => {
  const css = "p{color:red}\n/* сонях */";

  const hashes = styleHashes(`<head><style>${css}</style></head>`);

  expect(hashes).toEqual([`'sha256-${createHash("sha256").update(css).digest("base64")}'`]);
});

test("data carries the short policy, pages the whole one, and a route's own header stays", async () => {
  const app = new Hono();
  app.use(securityHeaders(() => policy));
  app.get("/library/head", (context) => context.text("head"));
  app.get("/", (context) => context.text("page", 200, { "referrer-policy": "origin" }));

  const data = await app.request("/library/head");
  const page = await app.request("/");

  expect(data.headers.get("content-security-policy")).toBe(
    "default-src 'none'; frame-ancestors 'none'",
  );
  expect(directivesOf(page.headers.get("content-security-policy")).get("script-src")).toBe(
    "'self'",
  );
  expect(page.headers.get("referrer-policy")).toBe("origin");
});
