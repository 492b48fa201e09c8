import type { JSX } from "preact";
import type { SealedTerms, Terms } from "../protocol/story.ts";
import type { DeskWords } from "./words/words.ts";

interface TermsProps {
  readonly terms: SealedTerms;
  readonly words: DeskWords;
  /** They are in force no more: what stands above them says so. */
  readonly former?: boolean;
}

/** The author's terms: the answers, and behind a tap the very words that stood on their screen. */
export function TermsList({ terms, words, former = false }: TermsProps): JSX.Element {
  return (
    <section class="terms">
      {!former && <h2>{words.terms.title}</h2>}
      <dl>
        {rowsOf(terms.answers, words).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!former && <p class="meta">{words.terms.note}</p>}
      {terms.wording.length > 0 && (
        <details>
          <summary>{words.terms.wording}</summary>
          <ul>
            {terms.wording.map(({ question, answer }, index) => (
              <li key={index}>
                <bdi>{question}</bdi> — <bdi>{answer}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function rowsOf(answers: Terms, words: DeskWords): readonly (readonly [string, string])[] {
  const { terms } = words;
  const unset = terms.unset;
  const rows: (readonly [string, string])[] = [
    [terms.publish, terms.publishIs[answers.publish]],
    [terms.approval, answers.approval === undefined ? unset : terms.approvalIs[answers.approval]],
    [terms.signature, signatureOf(answers, words)],
    [terms.photos, answers.photos === undefined ? unset : terms.photosAre[answers.photos]],
    [terms.voice, answers.voice === undefined ? unset : terms.voiceIs[answers.voice]],
    [terms.place, terms.placeIs[answers.place ?? "none"]],
  ];
  if (answers.notBefore !== undefined)
    rows.push([terms.when, terms.notBefore(words.day(answers.notBefore))]);
  rows.push(
    [terms.age, answers.adult ? terms.adult : terms.minor],
    [terms.harm, terms.harmIs[answers.harm]],
  );
  return answers.publish === "publish" ? rows : rows.filter(([name]) => name !== terms.approval);
}

function signatureOf({ signature, name = "" }: Terms, { terms }: DeskWords): string {
  if (signature === "own-name" && name.trim() !== "") return terms.ownName(name);
  if (signature === "other-name" && name.trim() !== "") return terms.otherName(name);
  return terms.noName;
}
