// Nobody's types are installed for a check of ours: this much of the peers is used.

interface PouchAnswer {
  readonly rev: string;
}
export declare const PouchDB: new (name: string) => {
  put(document: object): Promise<PouchAnswer>;
  bulkDocs(documents: readonly object[]): Promise<unknown>;
  allDocs(options: object): Promise<{ readonly rows: readonly { readonly doc: object }[] }>;
  close(): Promise<void>;
};

export interface RxDocument {
  incrementalPatch(change: object): Promise<unknown>;
  toJSON(): object;
}
export interface RxCollection {
  insert(document: object): Promise<RxDocument>;
  bulkInsert(documents: readonly object[]): Promise<unknown>;
  find(query: object): { exec(): Promise<readonly RxDocument[]> };
}
export declare const createRxDatabase: (options: object) => Promise<{
  addCollections(collections: object): Promise<Readonly<Record<string, RxCollection>>>;
  close(): Promise<unknown>;
}>;
export declare const getRxStorageDexie: () => unknown;

export declare const Dexie: new (name: string) => {
  version(number: number): { stores(schema: Readonly<Record<string, string>>): unknown };
  table(name: string): { put(value: object): Promise<unknown> };
  close(): void;
};

export declare const Queue: new (
  name: string,
  options: object,
) => {
  pushRequest(entry: { readonly request: Request }): Promise<void>;
  replayRequests(): Promise<void>;
  size(): Promise<number>;
};

export declare const Upload: new (
  file: Blob,
  options: object,
) => {
  start(): void;
};
