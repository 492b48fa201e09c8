import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";

/** What the policy of a page depends on. */
export interface PagePolicy {
  /** The page's own `<style>` elements, see {@link styleHashes}. */
  readonly styleHashes: readonly string[];
  /** Served over HTTPS: browsers then never try without. */
  readonly https: boolean;
}

type Headers = Readonly<Record<string, string>>;

// No third party, nothing inline but our own style sheets, nothing evaluated. Unset directives fall back to 'none'.
const pageSources = (styleHashes: readonly string[]): readonly string[] => [
  "default-src 'none'",
  "script-src 'self'",
  ["style-src 'self'", ...styleHashes].join(" "),
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types soniakh soniakh-inert",
];

// The camera and the microphone are for an author's own photo and voice; nothing else is ever asked for.
const permissions = [
  "accelerometer=()",
  "camera=(self)",
  "display-capture=()",
  "geolocation=()",
  "gyroscope=()",
  "magnetometer=()",
  "microphone=(self)",
  "midi=()",
  "payment=()",
  "usb=()",
].join(", ");

const everywhere: Headers = {
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const twoYears = 63_072_000;

/** For pages, scripts and workers: what they may load, and that no other site shares their process. */
export function pageHeaders({ styleHashes, https }: PagePolicy): Headers {
  return {
    ...everywhere,
    "content-security-policy": pageSources(styleHashes).join("; "),
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": permissions,
    ...(https && { "strict-transport-security": `max-age=${twoYears}` }),
  };
}

/** For data: it does nothing in a browser, and phones pay for each byte of it. */
export const dataHeaders: Headers = {
  ...everywhere,
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

/** All that a precached page is bound to, as one text: part of its revision, so that a corrected policy reaches phones that have the app. */
export const securityHeadersText = (): string =>
  JSON.stringify(pageHeaders({ styleHashes: [], https: true }));

/** CSP sources for the style sheets that stand in a page: `'sha256-…'` over what is between the tags. */
export function styleHashes(html: string): readonly string[] {
  return Array.from(html.matchAll(/<style>([^]*?)<\/style>/g), ([, css]) => {
    const hash = createHash("sha256")
      .update(css ?? "")
      .digest("base64");
    return `'sha256-${hash}'`;
  });
}

const dataPaths = /^\/(library|intake|desk\/api)\/|\.(json|webmanifest|png|ico|woff2)$/;

/**
 * Adds every header that a path's kind needs; what a route has set itself stays. A 304 carries none: browsers keep those
 * that the file came with (RFC 9110, section 15.4.5), and a phone in a field pays for a kilobyte of them with each file
 * that it asks after. Pages alone say theirs again, since a corrected policy must reach pages that did not change.
 */
export function securityHeaders(policy: () => PagePolicy): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const { res } = context;
    if (res.status === 304 && !res.headers.get("content-type")?.startsWith("text/html")) {
      res.headers.delete("content-type");
      return;
    }
    const headers = dataPaths.test(context.req.path) ? dataHeaders : pageHeaders(policy());
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}
