// The peers, as their documentation imports them; what of them is used here stands in peers.d.mts.
export { default as PouchDB } from "pouchdb-browser";
export { createRxDatabase } from "rxdb/plugins/core";
export { getRxStorageDexie } from "rxdb/plugins/storage-dexie";
export { Dexie } from "dexie";
export { Queue } from "workbox-background-sync";
export { Upload } from "tus-js-client";
