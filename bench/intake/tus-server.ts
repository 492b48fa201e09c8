// node tus-server.ts FOLDER: @tus/server with its FileStore as its documentation shows it, on a free port.
import { mkdirSync } from "node:fs";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { importPeer } from "../peers/installing.ts";

type TusServer = new (options: object) => {
  listen(port: number, host: string, done: () => void): HttpServer;
};
type FileStore = new (options: { readonly directory: string }) => object;

const [directory = ""] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
const { Server } = (await importPeer("@tus/server")) as { readonly Server: TusServer };
const { FileStore } = (await importPeer("@tus/file-store")) as { readonly FileStore: FileStore };
const tus = new Server({ path: "/files", datastore: new FileStore({ directory }) });
const server = tus.listen(0, "127.0.0.1", () => {
  console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once("SIGTERM", () => process.exit(0));
