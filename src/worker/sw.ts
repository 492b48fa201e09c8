import { keepShell } from "./caching.ts";

declare const self: ServiceWorkerGlobalScope;

keepShell(self.__WB_MANIFEST);
