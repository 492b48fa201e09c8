import { pageHeaders, type PagePolicy } from "../../headers.ts";
import { immutable, revalidated } from "../answering.ts";

type Headers = Readonly<Record<string, string>>;

/** Headers for paths, later rules over earlier ones. A path ends in `*` where it stands for all below it. */
type Rules = readonly (readonly [path: string, headers: Headers])[];

const signed = "application/vnd.soniakh.signed";

/** What the newsroom's own server sends. Where several rules fit a path, a later one's header is the one that counts. */
function rulesOf(policy: PagePolicy): Rules {
  const forEver = { "cache-control": immutable };
  return [
    ["/*", { ...pageHeaders(policy), "cache-control": revalidated }],
    ["/assets/*", { "cache-control": "public, max-age=31536000, immutable" }],
    ["/library/head", { "content-type": signed, "cache-control": revalidated }],
    ["/library/keys", { "content-type": signed, "cache-control": revalidated }],
    ["/library/articles/*", forEver],
    // Feed readers show pictures inside pages of their own.
    ["/library/media/*", { ...forEver, "cross-origin-resource-policy": "cross-origin" }],
    ["/library/segments/*", { ...forEver, "content-type": "application/x-ndjson" }],
    ["/library/withdrawn/*", { ...forEver, "content-type": signed }],
    ["/manifest*", { "content-type": "application/manifest+json" }],
    ["/sw.js", { "cache-control": revalidated }],
  ];
}

/** A former address and the present one. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What hosting files are made of. */
export interface HostingDeps {
  readonly policy: PagePolicy;
  readonly moves: readonly Move[];
  /** Paths of articles that were taken down: 410 where a server can say so. */
  readonly gone: readonly string[];
  readonly withIntake: boolean;
}

/** Files that make the usual hosts send the headers that the newsroom's own server sends, by their places. */
export function writeHosting(deps: HostingDeps): ReadonlyMap<string, string> {
  const rules = rulesOf(deps.policy);
  return new Map([
    ["_headers", netlify(rules)],
    ["_redirects", redirects(deps.moves)],
    [".nojekyll", ""],
    [".htaccess", apache(rules, deps)],
    ["hosting/nginx.conf", nginx(rules, deps)],
    ["hosting/Caddyfile", caddy(rules, deps)],
  ]);
}

const resourcePolicy = "cross-origin-resource-policy";

/**
 * Netlify and Cloudflare Pages: every rule that fits a path counts, so no two of them may name the same header. Both
 * let browsers ask again each time by themselves.
 */
function netlify(rules: Rules): string {
  const further: Rules = ["/a/*", "/uk/*", "/en/*", "/icons/*"].map((path) => [path, {}]);
  return [...rules, ...further]
    .map(([path, { "cache-control": cache, [resourcePolicy]: policy, ...headers }]) => {
      const lines = Object.entries({
        ...headers,
        ...(path !== "/*" && { [resourcePolicy]: policy ?? "same-origin" }),
        ...(cache !== undefined && cache !== revalidated && { "cache-control": cache }),
      }).map(([name, value]) => `  ${name}: ${value}\n`);
      return `${path}\n${lines.join("")}`;
    })
    .join("\n");
}

const redirects = (moves: readonly Move[]): string =>
  moves.map(({ from, to }) => `${from} ${to} 308\n`).join("");

const pattern = (path: string): string =>
  `^${path.replaceAll(".", "\\.").replace(/\*$/, "")}${path.endsWith("*") ? "" : "$"}`;

const quoted = (value: string): string => `"${value.replaceAll('"', '\\"')}"`;

function apache(rules: Rules, { moves, gone }: HostingDeps): string {
  const blocks = rules.map(([path, headers]) => {
    const lines = Object.entries(headers).map(
      ([name, value]) => `    Header always set ${name} ${quoted(value)}`,
    );
    return `  <If "%{REQUEST_URI} =~ m#${pattern(path)}#">\n${lines.join("\n")}\n  </If>`;
  });
  return `# Apache httpd 2.4 with mod_headers; AllowOverride All.
ErrorDocument 404 /404.html
DirectoryIndex index.html
AddType application/manifest+json .webmanifest
AddType application/x-ndjson .ndjson
AddType image/avif .avif
${moves.map(({ from, to }) => `Redirect 308 ${from} ${to}\n`).join("")}${gone.map((path) => `RedirectMatch 410 ^${path}/?$\n`).join("")}<IfModule mod_headers.c>
${blocks.join("\n")}
</IfModule>
`;
}

function nginx(rules: Rules, { moves, gone, withIntake }: HostingDeps): string {
  const [everywhere, ...others] = rules;
  const add = (headers: Headers): string =>
    Object.entries(headers)
      .filter(([name]) => name !== "content-type")
      .map(([name, value]) => `    add_header ${name} ${quoted(value)} always;\n`)
      .join("");
  // A location that adds a header of its own has lost those from outside.
  const location = (place: string, headers: Headers, more: string): string =>
    `  location ${place} {\n${more}${add({ ...everywhere?.[1], ...headers })}  }\n`;
  const files = others.map(([path, headers]) => {
    const type = headers["content-type"];
    return location(
      path.endsWith("*") ? `^~ ${path.slice(0, -1)}` : `= ${path}`,
      headers,
      type === undefined ? "" : `    types { }\n    default_type ${type};\n`,
    );
  });
  const proxy = "proxy_pass http://127.0.0.1:8080; proxy_request_buffering off;";
  const intake = `  location ^~ /intake/ { ${proxy} client_max_body_size 0; }\n  location ^~ /desk { ${proxy} }\n`;
  return `# nginx: put this into http { } with your own name, certificate and folder.
server {
  listen 443 ssl http2;
  server_name newsroom.example;
  ssl_certificate /etc/ssl/newsroom.example.pem;
  ssl_certificate_key /etc/ssl/newsroom.example.key;
  root /var/www/newsroom;
  access_log off;
  absolute_redirect off;
  # What is compressed already lies beside each text; with the brotli module: brotli_static on;
  gzip_static on;
  error_page 404 /404.html;
  include mime.types;
  types {
    application/manifest+json webmanifest;
    application/x-ndjson ndjson;
  }
${location("/", {}, "    try_files $uri $uri/index.html =404;\n")}${files.join("")}${moves.map(({ from, to }) => `  location = ${from} { return 308 ${to}; }\n`).join("")}${gone.map((path) => location(`= ${path}`, {}, `    error_page 410 ${path}/index.html;\n    return 410;\n`)).join("")}${withIntake ? intake : ""}}
`;
}

function caddy(rules: Rules, { moves, gone, withIntake }: HostingDeps): string {
  const headers = rules.map(([path, all]) => {
    const lines = Object.entries(all).map(([name, value]) => `\t\t\t${name} ${quoted(value)}`);
    return `\t\theader ${path} {\n${lines.join("\n")}\n\t\t}`;
  });
  const taken = gone.flatMap((path) => [path, `${path}/index.html`]).join(" ");
  return `# Caddy 2: put your own name and folder here.
newsroom.example {
	root * /var/www/newsroom
	# In this order: a later header is the one that counts.
	route {
${headers.join("\n")}
	}
${moves.map(({ from, to }) => `\tredir ${from} ${to} 308\n`).join("")}${taken === "" ? "" : `\t@taken path ${taken}\n\terror @taken 410\n`}${withIntake ? "\treverse_proxy /intake/* 127.0.0.1:8080\n\treverse_proxy /desk* 127.0.0.1:8080\n" : ""}\ttry_files {path} {path}/index.html
	file_server {
		precompressed br gzip
	}
	handle_errors {
		@gone expression \`{http.error.status_code} == 410\`
		handle @gone {
			rewrite * {http.request.orig_uri.path}/index.html
			file_server
		}
		handle {
			rewrite * /404.html
			file_server
		}
	}
}
`;
}
