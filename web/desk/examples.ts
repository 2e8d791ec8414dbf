// Plans of examples by kind of service, as a form begins from them, in the language of who fills it in.
import type { Example } from '../../mail/messages/example.ts';
import type { Words } from '../../mail/messages/words.ts';

export interface ExamplePlan {
  key: string;
  name: string;
  /** A plan without people and value. */
  plan: object;
}

const asPlan = ({ key, name, title, deliverables, requirements, qualityReviews, next }: Example): ExamplePlan => ({
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
});

export const examplesIn = (words: Words): ExamplePlan[] => words.examples.map(asPlan);

export const exampleOf = (words: Words, key: string): ExamplePlan | undefined =>
  examplesIn(words).find((each) => each.key === key);
