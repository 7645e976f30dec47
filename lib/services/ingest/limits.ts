/** Largest body of a batch, as sent and after decompression. */
export const BATCH_LIMITS = { maxBytes: 8_000_000, maxInflatedBytes: 32_000_000 } as const;
