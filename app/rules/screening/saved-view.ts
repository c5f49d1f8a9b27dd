/** A saved view is a filter and an order of the screening list under a name of the person's own. */

export const viewNameLength = 40;
/** How many a person may keep in an edition. */
export const mostViews = 30;
