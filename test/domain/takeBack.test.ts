// A package that is taken back by who submitted it, before anybody has decided on it.
import assert from 'node:assert/strict';
import * as act from './acts.ts';
import { given } from './scenario.ts';

describe('A package that is taken back', () => {
  it('is asked about no more, stays on record, and is followed by another version as no failed attempt', () => {
    const taken = given(...act.toValidation)
      .when(act.takeBack())
      .then('packageTakenBack', 'reworkStarted')
      .thenIn('rework');
    assert.deepEqual(taken.notifications().sort(), [
      'reworkNotice to manager',
      'takenBackNotice to sponsor',
      'takenBackNotice to validator1',
      'takenBackNotice to validator2',
    ]);
    assert.equal(taken.milestone.reworkCycles, 0);
    taken.when(act.report('validator1')).then('NOT_VALIDATING');
    const again = taken.when(act.submit()).then('packageFrozen', 'signOffRequestPrepared', 'validationOpened');
    assert.deepEqual(
      again.milestone.packages.map((each) => each.packageVersion),
      [1, 2],
    );
  });

  it('is taken back by who submitted it alone, on that package, and once somebody has reported not at all', () => {
    given(...act.toValidation)
      .when(act.takeBack('sponsor'))
      .then('WRONG_ACTOR', 'actor.personId');
    given().when(act.takeBack()).then('NOT_VALIDATING');
    given(...act.toValidation)
      .when(act.but(act.takeBack(), { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE', 'packageDigest');
    given(...act.toValidation, act.report('validator1'))
      .when(act.takeBack())
      .then('ALREADY_DECIDED');
    given(...act.toReview)
      .when(act.takeBack())
      .then('NOT_VALIDATING');
  });
});
