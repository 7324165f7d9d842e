// The text that the networks of the live training read unless the reader brings one: written for Concord, in few words
// that come back often, so that a network of some ten thousand weights has something to find in it.

/** Plain English prose, about 6 kB, paragraphs on lines of their own. */
export const builtInText = `The ferry at Low Sand crossed the river every hour. It was small and green and it had two lamps, one for the morning and one for the night. Nobody could say how old it was. The man who ran it was called Tom Harrow, and the dog who slept on the rope was called Bell.

Every morning Tom rang the bell three times. The dog looked up, because it thought that it was called, and then it slept again. The people of the village knew this and laughed, and Tom laughed too, every morning, as if it had never happened before.

There was a girl called Anna who crossed the river on every school day. She liked to stand at the front, where the water was cold and bright. She counted the birds on the posts. Some days there were four birds, and some days there were five, and once there were eleven, and she told everybody.

"Why do you count them?" said Tom.

"Because they do not count themselves," said Anna.

Tom thought about that. He thought about it while he tied the rope, and he thought about it while he ate his bread. In the evening he wrote it down on the wall of his little house, where he wrote all the things that he wanted to keep.

The wall was full of words. There were words about the rain and words about the price of paint. There was a line about the winter when the river froze, and the people walked over it, and the ferry had nothing to do. There was a line about a horse that would not get on, and then would not get off. The oldest words were at the top, near the roof, and they were so pale that only Tom could read them.

One night the wind came up from the sea. It pushed the water into the river, and the river came over the path, and the path was gone. The wind took the big lamp from the post and threw it into the dark. In the morning there was no lamp, and there was fog, and nobody could see the other side.

"We cannot cross," said the baker. "We cannot see."

"We cannot wait," said the doctor. "There is a sick child on the other side."

Tom looked at the fog. It was white and thick and it did not move. He had crossed the river ten thousand times, but he had always seen the post on the other side, and he had always steered for the post. Now there was no post. There was only the sound of the water.

Then Anna put up her hand. "Listen," she said.

They listened. The water ran under the boards. The rope creaked. And far away, on the other side, a bird called, and then another bird called, and then the first bird again.

"They sit on the posts," said Anna. "They always sit on the posts. There are four of them today."

So the ferry went out into the fog. Anna stood at the front and held up her left hand or her right hand, and Tom turned the wheel to the left or to the right. When the birds were loud, they went straight on. When the birds were quiet, they waited, and the dog put its ears up, and nobody said a word. The doctor held her bag with both hands.

It took a long time. It took so long that the baker, who stood on the bank and could see nothing, began to be afraid. He rang the bell three times, so that they would know where home was. In the middle of the river Bell the dog looked up, because it thought that it was called, and it barked once, and the people on both sides of the river heard it and knew that the ferry was still there.

Then there was a soft bump, and the ferry was at the other side. Four birds flew up from the posts, went once around the boat, and sat down again. The doctor ran up the hill. By noon the fog was gone, and by night the child was better, and the child asked for soup.

The next day the people of the village put up a new lamp. It was larger than the old lamp, and it was paid for by everybody, a little each. The painter painted the post. The baker made a cake in the shape of a ferry, with two candles on it, one for the morning and one for the night.

Tom took a piece of the cake to the front of the boat, where Anna stood and counted.

"How many today?" said Tom.

"Six," said Anna. "And one that I am not sure about. It may be a leaf."

"Then write down six," said Tom, "and write down that you were not sure."

In the evening he made room on the wall. He took a pot of white paint and he painted over the price of paint, because he did not need to keep that. In the clean place he wrote: Four birds in the fog. We went where they called. Then he sat on the step and looked at the river, which went by as it always did, and the dog slept on the rope.

Years went by. Anna grew tall, and went away to the city, and learned to build bridges. She wrote letters to Tom, and in every letter there was a number, and Tom knew what the number was. In the city there were many birds, and it took her a long time to count them.

One spring she came back with a roll of paper under her arm. On the paper was a bridge. It was a light bridge, with thin legs, and it went over the river from the old post to the new post without a bend.

"It is a good bridge," said Tom. He was old now, and so was the boat. "Where will the birds sit?"

Anna took a pencil and showed him. All along the rail of the bridge, on both sides, there was a row of small round posts, one after the other, and there were more of them than anybody could need.

"They are for nothing," said Anna. "They hold nothing up. But I thought that somebody may want to count."

Tom looked at the paper for a long time. Then he rang the bell three times, though there was nobody to take across, and the dog, who was not the same dog but had the same name, looked up, because it thought that it was called. And it was.
`;
