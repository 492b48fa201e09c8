import { permissionOf } from "./permission.ts";
import type { AuthorsWord } from "./notes.ts";
import type { InboxLine } from "./inbox-line.ts";
import type { Answer, Requests } from "./requests.ts";

/** What an author's word changed at the newsroom just now. */
export type Obeyed = Partial<Pick<InboxLine, "state" | "articles" | "pickedUp">>;

/**
 * Does what an author asks for as soon as it is read, without waiting for an editor's tap: a story that they took back is
 * taken down where it is out, and deleted; one that may not be published any more is taken down. Again is the same as
 * once. What the server did not take now is done at the next look.
 */
export async function obey(
  requests: Pick<Requests, "setState" | "withdraw">,
  line: InboxLine,
  word: AuthorsWord,
  today: string,
): Promise<Answer<Obeyed>> {
  const asking = word.withdrawn ?? forbidding(word, today);
  if (asking === undefined) return { kind: "done", value: {} };
  const living = line.articles.filter(({ withdrawn }) => !withdrawn);
  for (const { article } of living) {
    const answer = await requests.withdraw(article, asking);
    if (answer.kind !== "done") return answer;
  }
  const articles = line.articles.map((one) => ({ ...one, withdrawn: true }));
  const down: Obeyed = living.length === 0 ? {} : { state: "withdrawn", articles };
  if (word.withdrawn === undefined || (line.state === "withdrawn" && line.pickedUp))
    return { kind: "done", value: down };
  const answer = await requests.setState(line.id, "withdrawn", asking);
  return answer.kind === "done"
    ? { kind: "done", value: { articles, state: "withdrawn", pickedUp: true } }
    : answer;
}

/** The note whose terms forbid what is out. */
const forbidding = ({ terms }: AuthorsWord, today: string): AuthorsWord["withdrawn"] =>
  terms !== undefined && permissionOf(terms.terms.answers, today).ban !== undefined
    ? terms.note
    : undefined;
