// What a master key is: wraps data keys and unwraps them, and is known by an ID. Where it lies is its own affair.

export interface MasterKey {
  /** On record with each data key it wraps; another key has another ID. */
  id: string;
  /** `context` says what is wrapped; only with the same one does it come out again. */
  wrap(key: Uint8Array, context: WrappingContext): Promise<Uint8Array>;
  /** Throws when it was not wrapped by this key, or with another context. */
  unwrap(wrapped: Uint8Array, context: WrappingContext): Promise<Uint8Array>;
}

/** Binds a wrapped key to its row: one that somebody moves to another row does not open. */
export interface WrappingContext {
  keyId: string;
  /** Absent for the key of the installation. */
  engagementId?: string;
}

/** All master keys that a process has: during a change that is two. */
export interface MasterKeys {
  /** Undefined where this process does not have it; what was added to it meanwhile is found. */
  byId(id: string): Promise<MasterKey | undefined>;
  /** The one that keys are to be wrapped by from now on; undefined where none is there yet. */
  newest(): Promise<MasterKey | undefined>;
  /** Only where nothing was ever wrapped: a second one beside what the first has wrapped would open none of it. */
  makeFirst(): Promise<MasterKey>;
  /** Where they are kept, for whoever has to put one back. */
  place: string;
}
