// Hands the bundler a source of the product with the changes made that its options name; the file on disk stays as it is.
'use strict';

module.exports = function changed(source) {
  const { changes } = this.getOptions();
  return changes
    .filter(({ path }) => path === this.resourcePath)
    .reduce((text, { from, to }) => {
      if (!text.includes(from))
        throw new Error(`${this.resourcePath} has no "${from}"; bring test/support/changedRules.ts up to date`);
      return text.replace(from, () => to);
    }, source);
};
