/** 20 MiB lie in a bucket of 24 once they are sealed; the peer sends as much. Bytes. */
export const sealedSize = 25_165_824;
