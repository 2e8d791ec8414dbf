// Filters of the portfolio as they stand in an address: those there are, and nothing else.

const filterNames = ['engagementId', 'phase', 'waitsFor', 'overdue', 'all', 'q'] as const;

export const portfolioFilters = (query: Iterable<[string, string]>): Record<string, string> => {
  const given = new Map(query);
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = given.get(name);
      return value ? [[name, value.slice(0, 200)]] : [];
    }),
  );
};
