import { parentPort } from "node:worker_threads";
import { readMarkdown } from "./markdown.ts";

parentPort?.on("message", (text: string) => parentPort?.postMessage(readMarkdown(text)));
