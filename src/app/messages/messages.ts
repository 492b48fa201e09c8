/** The words of reading, beside those of `rendering/words.ts`; both languages have the same keys by type. */
export interface Messages {
  readonly offline: string;
  readonly newsAsOf: (when: string) => string;
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
  readonly updating: (done: number, all: number) => string;
  readonly updated: (time: string) => string;
  readonly articles: (count: number) => string;
  readonly ready: (count: number) => string;
  readonly headlinesAndTexts: (texts: number, all: number) => string;
  readonly forged: string;
  readonly olderApp: string;
  readonly noRoom: string;
  readonly tryNow: string;
  readonly keep: string;
  readonly kept: string;
  readonly look: string;
  readonly passOn: string;
  readonly actions: string;
  readonly takeIn: string;
  readonly settings: string;
  readonly search: string;
  readonly notHere: string;
  readonly fetchLater: string;
  readonly willFetch: string;
  readonly newerText: string;
  readonly absent: string;
  readonly writeAbsentMore: string;
  readonly failed: string;
  readonly reload: string;
}
