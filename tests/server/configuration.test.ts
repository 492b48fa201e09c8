import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfiguration, prepareDataFolder } from "../../src/server/configuration.ts";
import { aFolder } from "./server-support.ts";

test("without any variable, the newsroom is on port 8080 of this machine alone", () => {
  const parsed = parseConfiguration({}, "/srv/soniakh");

  expect(parsed).toEqual({
    ok: true,
    value: {
      host: "127.0.0.1",
      port: 8080,
      dataDir: "/srv/soniakh/data",
      contentDir: "/srv/soniakh/content",
      allowPrivateSources: false,
    },
  });
});

test("each variable does what its name says", () => {
  const parsed = parseConfiguration(
    {
      HOST: "::",
      PORT: "443",
      ORIGIN: "https://newsroom.example",
      DATA_DIR: "/var/lib/soniakh",
      CONTENT_DIR: "articles",
      ALLOW_PRIVATE_SOURCES: "1",
      TLS_CERT: "cert.pem",
      TLS_KEY: "/etc/key.pem",
    },
    "/srv/soniakh",
  );

  expect(parsed).toEqual({
    ok: true,
    value: {
      host: "::",
      port: 443,
      origin: "https://newsroom.example",
      dataDir: "/var/lib/soniakh",
      contentDir: "/srv/soniakh/articles",
      allowPrivateSources: true,
      tls: { cert: "/srv/soniakh/cert.pem", key: "/etc/key.pem" },
    },
  });
});

test.each([
  [{ PORT: "eighty" }, "PORT"],
  [{ PORT: "65536" }, "PORT"],
  [{ PORT: "-1" }, "PORT"],
  [{ ORIGIN: "newsroom.example" }, "ORIGIN"],
  [{ ORIGIN: "https://newsroom.example/" }, "ORIGIN"],
  [{ ORIGIN: "ftp://newsroom.example" }, "ORIGIN"],
  [{ TLS_CERT: "cert.pem" }, "TLS_KEY"],
])("%o is refused in a sentence that names the variable", (environment, name) => {
  const parsed = parseConfiguration(environment, "/");

  expect(parsed).toMatchObject({ ok: false, why: expect.stringContaining(name) as string });
});

test("a data folder that cannot be made is a sentence that names it", () => {
  const file = join(aFolder(), "file");
  writeFileSync(file, "");

  expect(() => prepareDataFolder(join(file, "data"))).toThrow(`The data folder ${file}/data`);
});
