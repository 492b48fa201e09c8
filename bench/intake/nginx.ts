import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { until } from "../../tests/support/browsers/waiting.ts";
import { openConnection } from "./connection.ts";

/** A file as our server sends it. */
export interface SentFile {
  readonly path: string;
  readonly encoding: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Nginx {
  readonly port: number;
  /** The one worker's. */
  readonly pid: number;
  readonly version: string;
  close(): Promise<void>;
}

/**
 * nginx with one worker over the very bytes that our server sends for these paths, compressed already. Undefined
 * where it is not installed.
 */
export async function openNginx(
  files: readonly SentFile[],
  folder: string,
): Promise<Nginx | undefined> {
  const found = spawnSync("nginx", ["-v"], { encoding: "utf8" });
  if (found.error !== undefined) return undefined;
  for (const { path, bytes } of files) {
    const file = join(folder, "files", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await mkdir(join(folder, "logs"), { recursive: true });
  const port = await freePort();
  await writeFile(join(folder, "nginx.conf"), configuration(port, folder, files));
  const master = spawn(
    "nginx",
    ["-p", folder, "-c", join(folder, "nginx.conf"), "-g", "daemon off;"],
    {
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  const ended = once(master, "exit");
  await until("nginx answers", async () => {
    const line = await openConnection(port).catch(() => undefined);
    line?.close();
    return line !== undefined;
  });
  return {
    port,
    pid: await workerOf(master.pid ?? 0),
    version: found.stderr.trim().replace("nginx version: ", ""),
    async close() {
      master.kill("SIGTERM");
      await ended;
    },
  };
}

function configuration(port: number, folder: string, files: readonly SentFile[]): string {
  const locations = files.map(
    ({ path, encoding, type }) =>
      `location = ${path} { default_type "${type}"; types {} add_header content-encoding ${encoding}; add_header cache-control "public, max-age=31536000, immutable"; }`,
  );
  // Started by root it would read as another user, who may not look into this folder.
  const user = process.getuid?.() === 0 ? "user root;\n" : "";
  return `${user}worker_processes 1;
pid ${join(folder, "nginx.pid")};
error_log ${join(folder, "logs/error.log")};
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  open_file_cache max=10000 inactive=1h; open_file_cache_valid 1h;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server { listen 127.0.0.1:${port}; root ${join(folder, "files")};
${locations.join("\n")}
  }
}
`;
}

async function workerOf(master: number): Promise<number> {
  const children = await readFile(`/proc/${master}/task/${master}/children`, "utf8");
  return Number(children.trim().split(" ")[0]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
