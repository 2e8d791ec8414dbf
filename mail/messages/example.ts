// An example of a plan, to begin from: what is usually delivered, required and reviewed. Nobody's people, dates or money.

export interface Example {
  /** The same in every language. */
  key: string;
  name: string;
  title: string;
  deliverables: readonly string[];
  requirements: readonly { text: string; standard?: string; acceptableQualityLevel?: string; method?: string }[];
  qualityReviews: readonly string[];
  next: { name: string; scope: string };
  /** Groups of the approval authority list in their order, by the capacities that usually sign. */
  signers: readonly { name: string; capacities: readonly string[] }[];
}
