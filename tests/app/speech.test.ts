import { expect, test } from "vitest";
import { learn, speechIn } from "../../src/app/messages/speech.ts";

test("Ukrainian is said until English is here, and English from then on", async () => {
  const before = speechIn("en").words.language;

  await learn("en");

  expect(before).toBe("uk");
  expect(speechIn("en").words.read).toBe("Read");
  expect(speechIn("en").messages.offline).toBe("Offline.");
  expect(speechIn("uk").words.read).toBe("Читати");
});
