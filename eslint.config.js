import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {ignores: ["dist/", "node_modules/", "src/.observablehq/", "src/data/", "src/docs/", "src/models/", ".cache/"]},
  eslint.configs.recommended,
  tseslint.configs.strict,
  {
    linterOptions: {reportUnusedDisableDirectives: "error"},
    rules: {
      // The compiler checks these better, and knows the globals.
      "no-undef": "off",
      // `rows[i]!` states that an index is in range; noUncheckedIndexedAccess is off, so it is rare.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/consistent-type-imports": ["error", {fixStyle: "separate-type-imports"}],
      "@typescript-eslint/no-unused-vars": ["error", {argsIgnorePattern: "^_", varsIgnorePattern: "^_"}],
      "@typescript-eslint/prefer-literal-enum-member": "off",
      "no-warning-comments": ["error", {terms: ["todo", "fixme", "xxx", "hack"]}],
      eqeqeq: ["error", "always", {null: "ignore"}]
    }
  },
  {files: ["src/framework.d.ts"], rules: {"@typescript-eslint/no-namespace": "off"}}
);
