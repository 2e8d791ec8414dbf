// Examples of plans by kind of service, to begin from: what is usually delivered, required and reviewed. Nobody's people, dates or money.
import { readFileSync } from 'node:fs';

export interface Example {
  key: string;
  name: string;
  /** A plan without people and value. */
  plan: object;
}

interface Written {
  key: string;
  name: string;
  title: string;
  deliverables: string[];
  requirements: { text: string; standard?: string; acceptableQualityLevel?: string; method?: string }[];
  qualityReviews: string[];
  next: { name: string; scope: string };
}

const read = (language: string): Example[] =>
  (JSON.parse(readFileSync(new URL(`${language}.json`, import.meta.url), 'utf8')) as Written[]).map(
    ({ key, name, title, deliverables, requirements, qualityReviews, next }) => ({
      key: `example:${key}`,
      name,
      plan: {
        title,
        deliverables: deliverables.map((each, index) => ({
          ...{ deliverableId: `D${index + 1}`, title: each, isRequired: true, authorIds: [] },
        })),
        requirements: requirements.map((each, index) => ({
          ...{ requirementId: `R${index + 1}`, isMandatory: true, ...each },
        })),
        expectedQualityReviews: qualityReviews,
        nextPhase: next,
      },
    }),
  );

const examples: Readonly<Record<string, Example[]>> = { en: read('en'), de: read('de') };

export const examplesIn = (language: string): Example[] =>
  examples[language.split('-')[0] ?? ''] ?? (examples.en as Example[]);

export const exampleOf = (language: string, key: string): Example | undefined =>
  examplesIn(language).find((each) => each.key === key);
