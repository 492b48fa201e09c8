/** The id of the script block that holds what the app needs to take a served page over. */
export const servedId = "served";
