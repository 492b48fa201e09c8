// Reads the first lines of HTTP/1 requests off a stream of bytes, wherever it was cut into chunks.

const firstLine = /(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+) HTTP\/1\.[01]\r\n/g;
const longest = 2_048; // characters; a first line longer than this is not one of ours

/**
 * Answers, for each chunk in turn, how many requests begin in it, and adds `METHOD /path` of each to `requests`.
 * A body that itself holds the text of a request would be counted too; sealed and JSON bodies do not.
 */
export function headReader(requests: string[]): (chunk: Buffer) => number {
  let rest = "";
  return (chunk) => {
    const text = rest + chunk.toString("latin1");
    const heads = [...text.matchAll(firstLine)];
    for (const [, method, path] of heads) requests.push(`${method} ${path}`);
    const last = heads.at(-1);
    const read = last === undefined ? 0 : last.index + last[0].length;
    rest = text.slice(Math.max(read, text.length - longest));
    return heads.length;
  };
}
