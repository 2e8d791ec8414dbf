// What all test files of a run share is stopped once, when the last one is done.
import { stopSharedPostgres } from './postgres.ts';
import { stopSharedTemporal } from './temporal.ts';

export const mochaHooks = {
  async afterAll() {
    this.timeout(60_000);
    await stopSharedTemporal();
    await stopSharedPostgres();
  },
};
