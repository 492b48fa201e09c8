import { digitsOf, matching, type Pattern } from "./patterns.ts";

const email = matching(
  /[\p{L}\p{N}._%+-]{1,64}\s?@\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24}/gu,
);
/** A name by which messengers and networks find a person. */
const handle = matching(
  /(?:https?:\/\/)?(?:t\.me|wa\.me|instagram\.com|facebook\.com|vk\.com|viber:\/\/)\/?[\w.+/?=-]{3,60}/giu,
);
const atName = matching(/@[A-Za-z][A-Za-z0-9_.]{3,30}/gu, ({ index }, text) => {
  const before = text[index - 1];
  return before === undefined || /[\s(«"',:;—–-]/u.test(before);
});

const mobile = /^(?:39|50|63|66|67|68|73|75|77|89|9[1-9])/;

/** Ukrainian and Russian numbers in any way of writing them, and whatever begins with a plus. */
function isPhone(written: string): boolean {
  const digits = digitsOf(written);
  const { length } = digits;
  if (written.startsWith("+")) return length >= 9 && length <= 15;
  if (/^00[1-9]/.test(digits)) return length >= 11;
  if (length === 12 && digits.startsWith("380")) return true;
  if (length === 11 && digits.startsWith("80")) return true;
  if (length === 11 && /^[78][3489]/.test(digits)) return true;
  if (length === 10 && /^0[3-9]/.test(digits)) return true;
  if (length === 10 && /^9\d{9}$/.test(digits)) return /[\s()-]/.test(written);
  return length === 9 && mobile.test(digits) && /^\(?\d{2}\)?[\s-]\d/.test(written);
}

const separated = "[\\s\\u00a0().\\-–‑]{0,3}";
const number = matching(
  new RegExp(`\\+?\\(?\\d(?:${separated}\\d){8,14}`, "gu"),
  ([written], text) =>
    isPhone(written) && !/\d{2}\.\d{2}\.(?:19|20)\d{2}/.test(written) && text !== "",
);
/** A short number of a landline is one where the words say so. */
const landline = matching(
  /(?:тел(?:ефон\p{L}*)?|номер\p{L}*|дзвон\p{L}*|подзвон\p{L}*|набер\p{L}*|звон\p{L}*|позвон\p{L}*|phone|tel|call(?:ed)?|dial)[.:]{0,2}\s(?:[\p{L}]+\s){0,2}№?\s?\d(?:[\s-]?\d){4,8}/giu,
);

/** Ways to reach a person. */
export const contactPatterns: Readonly<Record<"email" | "phone", readonly Pattern[]>> = {
  email: [email, handle, atName],
  phone: [number, landline],
};
