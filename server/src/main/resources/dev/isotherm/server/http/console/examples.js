// Texts to begin with, written for this page.
export const TOPICS = [
  [
    "The lighthouse on the headland was lit for the first time in the autumn of a stormy year.",
    "Its keeper climbed two hundred steps each evening to trim the wick and wind the clockwork.",
    "On clear nights sailors saw the beam from twenty miles away and counted the seconds between flashes.",
    "Fog was harder, so a bell hung beside the door and was struck by hand until the weather lifted.",
    "Later an electric lamp replaced the flame and the lens was floated on a bath of mercury.",
    "The last keeper left when the tower was automated, and his garden went back to gorse.",
    "Ships now find their way by satellite, yet the light still turns from dusk to dawn.",
    "Visitors may climb to the gallery in summer when the wind is not too strong.",
  ],
  [
    "A sourdough starter is nothing but flour, water and patience.",
    "Wild yeast settles in the mixture and begins to raise it after three or four days.",
    "The baker folds the dough every half hour so that it gains strength without kneading.",
    "A night in the refrigerator slows the yeast and lets the sour flavours grow.",
    "The oven must be very hot, and a tray of water keeps the crust soft while the loaf rises.",
    "A dark crust tastes better than a pale one and keeps the crumb moist for days.",
    "Rye flour makes a dense loaf, spelt a sweet one, and white wheat the largest holes.",
    "Old bread is toasted, soaked in soup, or dried and ground into crumbs.",
  ],
  [
    "A compiler reads source code and turns it into instructions for a machine.",
    "First the text is cut into tokens, then a parser builds a tree from them.",
    "Types are checked on the tree, and most mistakes are found before anything runs.",
    "The optimiser removes work whose result is never used and moves the rest out of loops.",
    "Registers are few, so the allocator decides which values must wait in memory.",
    "Good error messages name the line, what was found there and what was expected.",
    "A linker joins the pieces and fills in the addresses that were still unknown.",
  ],
  [
    "Honey bees tell each other where flowers are by dancing on the comb.",
    "The angle of the dance gives the direction against the sun, its length the distance.",
    "A hive in summer holds fifty thousand workers and a single queen.",
    "In winter they gather in a ball and shiver to keep the middle warm.",
    "Drones are driven out in autumn because they would only eat the stores.",
    "Mites and pesticides have made the work of beekeepers harder than it was.",
    "A colony that has grown too large swarms, and half of it leaves with the old queen.",
    "One spoon of honey is the life's work of a dozen bees.",
  ],
  [
    "The central bank raised its interest rate by a quarter of a point.",
    "Loans become dearer, and households think twice before they buy a house.",
    "Exporters complain, since a strong currency makes their goods expensive abroad.",
    "Inflation had risen for a year before the governors agreed to act.",
    "Savers are pleased to see their deposits earn something again.",
    "Bond prices fell within minutes of the announcement and recovered by the evening.",
    "Economists disagree how long it takes until a rate is felt in the shops.",
    "The next decision is expected in six weeks, after new figures on employment.",
  ],
  [
    "The goalkeeper saved two penalties and carried her team into the final.",
    "In the first half the visitors had more of the ball and nothing to show for it.",
    "A long pass over the defence found the winger, who scored from a narrow angle.",
    "The referee stopped play for some minutes while a player was treated for cramp.",
    "Extra time brought tired legs and a shot against the crossbar.",
    "Supporters sang until the floodlights were switched off.",
  ],
];

const FACTS = [
  ["Where does Marta keep the spare key?", "Marta keeps the spare key under the blue flower pot."],
  ["When does the night ferry leave?", "The night ferry leaves at twenty past eleven."],
  ["What is the name of the mayor's dog?", "The mayor's dog is called Biscuit."],
  ["How tall is the old chestnut tree?", "The old chestnut tree is thirty metres tall."],
];

const PASSAGES = [
  "Why does bread dough rise?",
  "Yeast eats the sugar in flour and gives off carbon dioxide, which is caught in the dough as bubbles.",
  "Bread is baked at a high temperature until its crust is brown and it sounds hollow.",
  "Dough is a mixture of flour and water that can be shaped before it is cooked.",
  "Prices of bread rose last year because the wheat harvest was poor.",
  "The tide rises twice a day because the moon pulls at the sea.",
  `${TOPICS[1].join(" ")} It is the gas made by yeast that lifts the dough.`,
];

const page = (count) => {
  const all = TOPICS.flat();
  return Array.from({ length: count }, (_, i) => all[i % all.length]).join(" ");
};

/** The same sentences in each long text, begun elsewhere, and one fact among them. */
function buried() {
  const filler = TOPICS[3].concat(TOPICS[4]);
  const long = FACTS.map(([, fact], i) => filler.slice(4 * i).concat(filler.slice(0, 4 * i)).toSpliced(10, 0, fact).join(" "));
  return FACTS.map(([question]) => question).concat(long);
}

export const EXAMPLES = [
  { name: "Short sentences in pairs of topics", texts: TOPICS.slice(0, 5).flatMap((topic) => topic.slice(0, 2)) },
  { name: "One topic at growing length", texts: [1, 2, 4, 8, 16, 48].map(page) },
  { name: "A question and passages", texts: PASSAGES },
  { name: "Questions, and their facts buried in long texts", texts: buried() },
];
