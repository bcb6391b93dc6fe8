import type { ProjectInput } from "#shared/api/recipe.ts";
import { foldText } from "#shared/domain/foldText.ts";
import type { Protocol } from "#shared/domain/project/protocol.ts";
import type { Recipe } from "#shared/domain/recipe/recipe.ts";

/** A role of the protocol, with what it is called. */
export interface ProtocolRole {
  /** Region and role, as a form keeps them. */
  readonly key: string;
  readonly region: string;
  readonly role: string;
  readonly title: string;
}

/** The roles of a protocol, region by region. */
export function rolesOfProtocol({ regions }: Pick<Protocol, "regions">): readonly ProtocolRole[] {
  return regions.flatMap((region) =>
    region.roles.map((role) => ({
      key: `${region.id} ${role.id}`,
      region: region.id,
      role: role.id,
      title: `${region.name}, ${role.name}`,
    })),
  );
}

/** Which role of the protocol each image of a recipe is likely to be, by its name; none twice, all of one region where one has them. */
export function proposeProtocolRoles(recipe: Pick<Recipe, "roles">, roles: readonly ProtocolRole[]): Record<string, string> {
  const images = recipe.roles.filter(({ holds }) => holds === "image");
  const within = (region: string) => {
    const found: Record<string, string> = {};
    for (const { name } of images) {
      const fits = roles.find(
        (each) =>
          each.region === region &&
          !Object.values(found).includes(each.key) &&
          foldText(`${each.role} ${each.title}`).includes(foldText(name)),
      );
      if (fits) found[name] = fits.key;
    }
    return found;
  };
  const each = [...new Set(roles.map(({ region }) => region))].map(within);
  return each.reduce((best, found) => (Object.keys(found).length > Object.keys(best).length ? found : best), {});
}

/** What the door is told of the roles and bundles of a recipe; null where one is not said yet. Of a bundle the folder is said. */
export function projectInputs(
  recipe: Pick<Recipe, "roles" | "bundles">,
  roles: readonly ProtocolRole[],
  said: Readonly<Record<string, string>>,
): Record<string, ProjectInput> | null {
  const inputs: Record<string, ProjectInput> = {};
  for (const { name, holds } of recipe.roles) {
    const value = (said[name] ?? "").trim();
    const found = roles.find(({ key }) => key === value);
    if (holds === "labels") {
      if (value === "") return null;
      inputs[name] = { labelMap: value };
    } else {
      if (!found) return null;
      inputs[name] = { region: found.region, role: found.role };
    }
  }
  for (const { name } of recipe.bundles) {
    const bundleFolder = said[name];
    if (bundleFolder === undefined) return null;
    inputs[name] = { bundleFolder };
  }
  return inputs;
}
