// Texts to cut until a reader writes one; ours.

export const vocabularyTexts = {
  dialogue:
    "User: I'd like to book a table for two at 7:30 pm, please.\nAssistant: Certainly! Which restaurant do you have in mind?",
  story:
    "Once upon a time a little tortoise lived beside the river. Every morning she watched the fishermen push out their boats.",
  sum: "Maya bakes 24 muffins and sells 15 of them for $2 each. How much does she earn? She earns 15 × 2 = $30.",
  code: "def mean(values):\n    return sum(values) / len(values)  # fails for []",
  scripts: "Ça va ? Grüße aus Köln. Привет! 你好，世界。 नमस्ते 👋🏽",
  invented: "The quibbleflax of Zorvania overglimmered its unspeakably antidisestablishmentarian neighbours."
} as const;

export type VocabularyText = keyof typeof vocabularyTexts;

export const textNames: readonly (readonly [VocabularyText, string])[] = [
  ["dialogue", "dialogue"],
  ["story", "story"],
  ["sum", "sum"],
  ["code", "code"],
  ["scripts", "other scripts"],
  ["invented", "rare and invented words"]
];
