/** The domain of a prompt by its id, `dialogue-02` being a dialogue. */
export const domainOf = (prompt: string): string => prompt.replace(/-\d+$/, "");
