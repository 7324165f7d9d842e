// Where recipes lie. Built for a GPU host every module lies beside this one's folder, whatever its own folder was here.

/** studies/recipes, as a folder. */
export const recipeFolder = new URL("./recipes/", import.meta.url);

/** The file of a recipe, by its name. */
export const recipeFile = (name: string): URL => new URL(`${name}.json`, recipeFolder);
