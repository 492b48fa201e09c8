// Adds an address for reports to each Content-Security-Policy that passes, so that breaches are heard of in every engine
// and in every kind of worker. What the policy allows stays as the server said it.

const name = /\r\n(content-security-policy(?:-report-only)?): */gi;

/** The chunk with `report-uri` put first in each policy header in it. Node sends a head in one write, thus in one chunk. */
export function addReportUri(chunk: Buffer, reportTo: string): Buffer {
  const text = chunk.toString("latin1"); // a byte a character: binary bodies come out as they went in
  const end = text.indexOf("\r\n\r\n");
  if (!text.startsWith("HTTP/1.") || end < 0) return chunk;
  const head = text.slice(0, end).replaceAll(name, `\r\n$1: report-uri ${reportTo}; `);
  return Buffer.from(head + text.slice(end), "latin1");
}
