import type { ArticleId, Picture, Provenance } from "../../protocol/article.ts";

/** What an operator decides about a source. */
export interface SourceOptions {
  /** Instead of what the source says. */
  readonly language?: string;
  readonly provenance: Provenance;
  /** Minutes between two looks; absent where it is looked at once only. */
  readonly minutes?: number;
  /** How many articles are taken at the first look. */
  readonly most: number;
  readonly allowPrivate: boolean;
}

/** What an operator says this time; what is not said stays as it was. */
export interface WishedOptions extends Partial<SourceOptions> {
  /** No further looks. */
  readonly once?: true;
}

/** Where texts come from, and how far it was read. Times are milliseconds since 1970. */
export interface SourceRecord {
  /** The address or file by which the operator named it first. */
  readonly id: string;
  /** Where it is asked now: it may have moved. */
  readonly address: string;
  readonly options: SourceOptions;
  /** What it turned out to be, for people: `RSS 2.0`, `WordPress`; absent before the first look that succeeded. */
  readonly kind?: string;
  readonly title?: string;
  /** The feed that was found on its page, and the root of WordPress's REST. */
  readonly feed?: string;
  readonly rest?: string;
  readonly language?: string;
  /** The last change that WordPress told of, in its own clock. */
  readonly cursor?: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** When it is looked at again; absent where never. */
  readonly nextAt?: number;
  readonly checkedAt?: number;
  /** Looks that failed since the last that did not. */
  readonly failures: number;
  /** How the last look ended, in a sentence. */
  readonly outcome?: string;
}

/** A picture that was fetched, and the validators that came with it. */
export interface FetchedPicture {
  readonly url: string;
  readonly picture: Picture;
  readonly etag?: string;
  readonly lastModified?: string;
}

/**
 * Where an item of a source stands: among the articles; off the lists, because its page is not there any more; off the
 * phones, because it was taken down there; or never taken.
 */
export type ItemStanding = "listed" | "gone" | "taken-down" | "refused";

/** What is remembered of a source's item. */
export interface ItemRecord {
  readonly key: string;
  readonly article: ArticleId;
  /** How often it was taken down and came back. */
  readonly generation: number;
  /** Of what it said; empty where the article has to be made again. */
  readonly hash: string;
  readonly standing: ItemStanding;
  /** Its page. */
  readonly link?: string;
  /** Its number in WordPress. */
  readonly post?: number;
  /** When it was published, milliseconds since 1970. */
  readonly time?: number;
  /** How often something of it could not be had. */
  readonly tries: number;
  readonly pictures: readonly FetchedPicture[];
  /** When its page was last asked whether it is still there, milliseconds since 1970. */
  readonly askedAt?: number;
  /** What the operator was told about it; told again while it stays as it is. */
  readonly messages: readonly string[];
}

/** Something that a command asks of whoever has the library open. */
export type Order =
  | {
      readonly kind: "take";
      readonly source: string;
      readonly options?: WishedOptions;
      readonly all: boolean;
    }
  | { readonly kind: "file"; readonly path: string; readonly options: WishedOptions }
  | { readonly kind: "remove"; readonly source: string; readonly unlist: boolean };

/** An order in its line. */
export interface OpenOrder {
  readonly number: number;
  readonly order: Order;
}

/** How an order ended: lines for the operator. */
export interface OrderReport {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** What is remembered of sources. Each method is one transaction, durable when it resolves. */
export interface SourceStorage {
  listSources(): Promise<readonly SourceRecord[]>;
  findSource(id: string): Promise<SourceRecord | undefined>;
  putSource(source: SourceRecord): Promise<void>;
  /** Forgets a source and all its items; their articles are not touched. */
  removeSource(id: string): Promise<void>;

  /** In the order of their keys. */
  listItems(source: string): Promise<readonly ItemRecord[]>;
  putItems(source: string, items: readonly ItemRecord[]): Promise<void>;

  /** Puts an order at the end of the line; answers with its number. */
  addOrder(order: Order): Promise<number>;
  /** Orders without a report, the oldest first. */
  listOrders(): Promise<readonly OpenOrder[]>;
  reportOrder(number: number, report: OrderReport): Promise<void>;
  /** The report, once it is there; it is then forgotten with its order. */
  takeReport(number: number): Promise<OrderReport | undefined>;
}
