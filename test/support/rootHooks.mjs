// What all test files of a run share is stopped once, when the last one is done.
import { stopWhatIsShared } from './oncePerRun.ts';

export const mochaHooks = {
  async afterAll() {
    this.timeout(60_000);
    await stopWhatIsShared();
  },
};
