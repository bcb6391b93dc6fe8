import type { RecipeDescription } from "#shared/api/recipe.ts";
import classes from "./Recipes.module.css";

/** What a recipe does, step by step, in words; and its hash. */
export function RecipeWords({ described: { recipe, words, hash } }: { readonly described: RecipeDescription }) {
  return (
    <section className={classes.words} aria-label="What will be done">
      {recipe.about !== "" && (
        <details>
          <summary>About this recipe</summary>
          <p>{recipe.about}</p>
        </details>
      )}
      <ol>
        {words.steps.map((sentence, at) => (
          <li key={`${at} ${sentence}`}>{sentence}</li>
        ))}
      </ol>
      <p className={classes.quiet}>
        {words.outputs} Recipe hash <code title={hash}>{hash.slice(0, 12)}</code>
      </p>
    </section>
  );
}
