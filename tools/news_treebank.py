#!/usr/bin/env python3
"""tools/news_treebank.py [N] - a synthetic treebank of news English in CoNLL-U on standard output, N sentences (3000 if not given).

The treebanks that the parser learns from hold few newspaper headlines in the present tense, datelines and long news clauses. Here such
sentences are put together from templates whose trees are known: a grammar of Python functions builds noun phrases, clauses and headlines
as trees of nodes, which are then written out. The annotation follows the English Web Treebank and GUM as of Universal Dependencies 2.16
(tags, features, relation subtypes); 30 % of the sentences are headlines, 8 % begin with a dateline, the rest is prose. The facts in them
are made up and often make no sense; only the grammar counts. Deterministic: the same N gives the same text.

Conventions where UD leaves a choice: in a dateline ("NAIROBI, Kenya (AP) - ...") the place is parataxis of the main verb of the sentence,
and country, agency (appos), date (nmod:unmarked) and dash (punct) hang from the place. In "S, X says" and in quotations the verb of saying
is the head and the quoted clause its ccomp; comma and quotation marks attach to that clause. Headline verbs joined by a bare comma are
parataxis, by "and" conj; nouns joined by a bare comma are conj.
"""
import random
import sys

R = random.Random(1)


# ---------------------------------------------------------------------------------------------------------------- trees

class Node:
    """A word with its dependents before and after it, in order. A phrase is contiguous, so every tree is projective."""

    def __init__(self, form, lemma, upos, xpos, feats="_", rel=None, left=False, right=False, joined=False, closing=False):
        self.form, self.lemma, self.upos, self.xpos, self.feats, self.rel = form, lemma, upos, xpos, feats, rel
        self.left, self.right = left, right          # no space before, no space after
        self.joined = joined                         # one written word with the word before ("'s", "n't")
        self.closing = closing                       # a comma that vanishes before other punctuation
        self.pre, self.post = [], []
        self.plural = False                          # for agreement
        self.human = False

    def add(self, rel, *nodes):
        for n in nodes:
            n.rel = rel
            self.post.append(n)
        return self

    def front(self, rel, *nodes):
        """Puts nodes before everything that already precedes the word."""
        for n in nodes:
            n.rel = rel
        self.pre[:0] = nodes
        return self

    def near(self, rel, *nodes):
        """Puts nodes between the words that already precede and the word itself."""
        for n in nodes:
            n.rel = rel
        self.pre += nodes
        return self

    def words(self):
        for n in self.pre:
            yield from n.words()
        yield self
        for n in self.post:
            yield from n.words()


def pick(xs):
    return xs[R.randrange(len(xs))]


def chance(p):
    return R.random() < p


def weighted(*pairs):
    total = sum(w for w, _ in pairs)
    x = R.random() * total
    for w, v in pairs:
        x -= w
        if x < 0:
            return v
    return pairs[-1][1]


def comma(closing=False):
    return Node(",", ",", "PUNCT", ",", rel="punct", left=True, closing=closing)


def punct(form, xpos, left=False, right=False):
    return Node(form, "-" if form in "–" else form, "PUNCT", xpos, rel="punct", left=left, right=right)


def adp(form, rel="case"):
    return Node(form, form, "ADP", "IN", rel=rel)


def mark(form):
    return Node(form, form, "PART", "TO", rel="mark") if form == "to" else Node(form, form, "SCONJ", "IN", rel="mark")


def cc(form="and"):
    return Node(form, form, "CCONJ", "CC", rel="cc")


def det(form):
    feats = {"the": "Definite=Def|PronType=Art", "a": "Definite=Ind|PronType=Art", "this": "Number=Sing|PronType=Dem", "another": "PronType=Ind",
             "some": "PronType=Ind", "no": "PronType=Neg", "both": "PronType=Tot", "all": "PronType=Tot", "any": "PronType=Ind",
             "each": "PronType=Tot", "every": "PronType=Tot"}
    return Node(form, form, "DET", "DT", feats[form], "det")


def adj(form):
    return Node(form, form, "ADJ", "JJ", "Degree=Pos", "amod")


def adv(form):
    return Node(form, form, "ADV", "RB", rel="advmod")


NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty".split()


def number(low=2, high=90):
    if chance(0.5) and low < 12:
        w = pick(NUMBERS[max(0, low - 2):])
        return Node(w, w, "NUM", "CD", "NumForm=Word|NumType=Card", "nummod")
    n = R.randint(low, high) if chance(0.8) else R.randint(2, 60) * 50
    return Node(f"{n:,}", str(n), "NUM", "CD", "NumForm=Digit|NumType=Card", "nummod")


def digits(n):
    return Node(str(n), str(n), "NUM", "CD", "NumForm=Digit|NumType=Card", "nummod")


def propn(form, plural=False, lemma=None):
    n = Node(form, lemma or form, "PROPN", "NNPS" if plural else "NNP", "Number=Plur" if plural else "Number=Sing")
    return n


IRREGULAR_PLURALS = {"man": "men", "woman": "women", "child": "children", "gunman": "gunmen", "spokesman": "spokesmen", "fisherman": "fishermen",
                     "crisis": "crises", "person": "people", "aircraft": "aircraft", "policeman": "policemen", "congressman": "congressmen",
                     "thief": "thieves", "chief": "chiefs", "wife": "wives", "businessman": "businessmen", "embargo": "embargoes",
                     "veto": "vetoes", "headquarters": "headquarters"}
PLURAL_ONLY = set("talks troops authorities forces police people arms relations ties tensions reserves rights sanctions".split())
PLURAL_LEMMA = {"talks": "talk", "troops": "troop", "authorities": "authority", "forces": "force", "police": "police", "people": "people",
                "arms": "arms", "relations": "relation", "ties": "tie", "tensions": "tension",
                "reserves": "reserve", "rights": "right", "sanctions": "sanction"}


def pluralize(w):
    if w in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[w]
    if w[-1] == "y" and w[-2] not in "aeiou":
        return w[:-1] + "ies"
    if w.endswith(("s", "x", "z", "ch", "sh")):
        return w + "es"
    return w + "s"


def noun(lemma, plural=False):
    if lemma in PLURAL_ONLY:
        n = Node(lemma, PLURAL_LEMMA[lemma], "NOUN", "NNS", "Number=Plur")
        n.plural = True
    elif plural:
        n = Node(pluralize(lemma), lemma, "NOUN", "NNS", "Number=Plur")
        n.plural = True
    else:
        n = Node(lemma, lemma, "NOUN", "NN", "Number=Sing")
    return n


def compound(text, plural=False):
    """'peace deal' -> deal with compound peace; '+' before a word makes it an adjective: '+foreign ministry'."""
    *mods, head = text.split()
    n = noun(head, plural)
    for m in mods:
        if m[0] == "+":
            n.near("amod", adj(m[1:]))
        elif m == "police":
            n.near("compound", Node(m, m, "NOUN", "NN", "Number=Sing"))
        else:
            n.near("compound", noun(m))
    return n


# -------------------------------------------------------------------------------------------------------------- lexicon

# name | adjective (- if not used) | capital | further town; in names: /a adjective before the head, /c compound before it, /f flat after
# it, /s plural head, "the " where prose has the article
STATES = """Kenya|Kenyan|Nairobi|Mombasa;Uganda|Ugandan|Kampala|Gulu;Tanzania|Tanzanian|Dodoma|Arusha;Rwanda|Rwandan|Kigali|Butare
Burundi|Burundian|Gitega|Bujumbura;Ethiopia|Ethiopian|Addis Ababa/f|Mekelle;Eritrea|Eritrean|Asmara|Massawa
Somalia|Somali|Mogadishu|Baidoa;Sudan|Sudanese|Khartoum|Omdurman;South/c Sudan|-|Juba|Malakal;Egypt|Egyptian|Cairo|Alexandria
Libya|Libyan|Tripoli|Benghazi;Tunisia|Tunisian|Tunis|Sfax;Algeria|Algerian|Algiers|Oran;Morocco|Moroccan|Rabat|Casablanca
Mali|Malian|Bamako|Gao;Niger|-|Niamey|Agadez;Chad|Chadian|Abeche|Sarh;Nigeria|Nigerian|Abuja|Kano;Ghana|Ghanaian|Accra|Kumasi
Senegal|Senegalese|Dakar|Ziguinchor;Guinea|Guinean|Conakry|Kindia;Liberia|Liberian|Monrovia|Buchanan;Sierra Leone/f|-|Freetown|Kenema
Ivory/c Coast|Ivorian|Abidjan|Bouake;Burkina Faso/f|-|Ouagadougou|Djibo;Togo|Togolese|Lome|Sokode;Cameroon|Cameroonian|Yaounde|Douala
Gabon|Gabonese|Libreville|Oyem;Angola|Angolan|Luanda|Huambo;Zambia|Zambian|Lusaka|Ndola;Zimbabwe|Zimbabwean|Harare|Bulawayo
Mozambique|Mozambican|Maputo|Pemba;Malawi|Malawian|Lilongwe|Blantyre;South/c Africa|-|Pretoria|Durban;Namibia|Namibian|Windhoek|Rundu
Madagascar|-|Antananarivo|Toamasina;Israel|Israeli|Jerusalem|Haifa;Jordan|Jordanian|Amman|Irbid;Lebanon|Lebanese|Beirut|Sidon
Syria|Syrian|Damascus|Aleppo;Iraq|Iraqi|Baghdad|Mosul;Iran|Iranian|Tehran|Isfahan;Kuwait|Kuwaiti|Basra|Kirkuk;Qatar|Qatari|Doha|Lusail
Saudi/a Arabia|Saudi|Riyadh|Jeddah;Yemen|Yemeni|Sanaa|Aden;Oman|Omani|Muscat|Salalah;Turkey|Turkish|Ankara|Istanbul
Cyprus|Cypriot|Nicosia|Limassol;Greece|Greek|Athens|Patras;Italy|Italian|Rome|Naples;Spain|Spanish|Madrid|Seville
Portugal|Portuguese|Lisbon|Porto;France|French|Paris|Lyon;Germany|German|Berlin|Munich;Austria|Austrian|Vienna|Graz
Poland|Polish|Warsaw|Gdansk;Hungary|Hungarian|Budapest|Debrecen;Romania|Romanian|Bucharest|Timisoara;Bulgaria|Bulgarian|Sofia|Plovdiv
Serbia|Serbian|Belgrade|Nis;Kosovo|-|Pristina|Mitrovica;Bosnia|Bosnian|Sarajevo|Mostar;Croatia|Croatian|Zagreb|Split
Albania|Albanian|Tirana|Vlora;Ukraine|Ukrainian|Kyiv|Kharkiv;Russia|Russian|Moscow|Kazan;Belarus|Belarusian|Minsk|Brest
Moldova|Moldovan|Chisinau|Tiraspol;Georgia|Georgian|Tbilisi|Batumi;Armenia|Armenian|Yerevan|Gyumri;Azerbaijan|Azerbaijani|Baku|Ganja
Kazakhstan|Kazakh|Astana|Almaty;Uzbekistan|Uzbek|Tashkent|Samarkand;Tajikistan|Tajik|Dushanbe|Khujand;Kyrgyzstan|Kyrgyz|Bishkek|Osh
Afghanistan|Afghan|Kabul|Kandahar;Pakistan|Pakistani|Islamabad|Lahore;India|Indian|Delhi|Mumbai;Nepal|Nepalese|Kathmandu|Pokhara
Bangladesh|Bangladeshi|Dhaka|Chittagong;Sri Lanka/f|-|Colombo|Jaffna;Myanmar|Burmese|Yangon|Mandalay;Thailand|Thai|Bangkok|Pattani
Cambodia|Cambodian|Battambang|Kampot;Laos|Laotian|Vientiane|Pakse;Vietnam|Vietnamese|Hanoi|Danang;Malaysia|Malaysian|Putrajaya|Penang
Indonesia|Indonesian|Jakarta|Surabaya;the Philippines/s|Philippine|Manila|Davao;China|Chinese|Beijing|Shanghai
Taiwan|Taiwanese|Taipei|Kaohsiung;Japan|Japanese|Tokyo|Osaka;South/c Korea|-|Seoul|Busan;North/c Korea|-|Pyongyang|Wonsan
Mongolia|Mongolian|Ulaanbaatar|Erdenet;Australia|Australian|Canberra|Sydney;New/a Zealand|-|Wellington|Auckland;Fiji|Fijian|Suva|Nadi
Britain|British|London|Manchester;Ireland|Irish|Dublin|Cork;Norway|Norwegian|Oslo|Bergen;Sweden|Swedish|Stockholm|Malmo
Finland|Finnish|Helsinki|Turku;Denmark|Danish|Copenhagen|Aarhus;Estonia|Estonian|Tallinn|Narva;Latvia|Latvian|Riga|Daugavpils
Lithuania|Lithuanian|Vilnius|Kaunas;Belgium|Belgian|Brussels|Antwerp;Switzerland|Swiss|Bern|Geneva;Canada|Canadian|Ottawa|Toronto
the United/a States/s|American|Washington|Chicago;Mexico|Mexican|Tijuana|Oaxaca;Cuba|Cuban|Havana|Santiago
Haiti|Haitian|Gonaives|Jacmel;Honduras|Honduran|Tegucigalpa|Choloma;Nicaragua|Nicaraguan|Managua|Masaya;Panama|Panamanian|Colon|David
Colombia|Colombian|Bogota|Cali;Venezuela|Venezuelan|Caracas|Maracaibo;Ecuador|Ecuadorian|Quito|Guayaquil;Peru|Peruvian|Lima|Cusco
Bolivia|Bolivian|Sucre|Cochabamba;Chile|Chilean|Valparaiso|Antofagasta;Argentina|Argentine|Rosario|Cordoba
Brazil|Brazilian|Brasilia|Recife;Uruguay|Uruguayan|Montevideo|Salto;Paraguay|Paraguayan|Asuncion|Encarnacion
Guyana|Guyanese|Georgetown|Linden;the Czech/a Republic|Czech|Prague|Brno;the Dominican/a Republic|Dominican|Higuey|Samana
Costa Rica/f|-|Limon|Alajuela"""
STATES = [tuple(s.split("|")) for s in STATES.replace("\n", ";").split(";")]

ORGANISATIONS = """the United/a Nations/s;NATO;the African/a Union;the European/a Union;the Arab/a League;the World/c Bank;OPEC;ECOWAS
ASEAN;the International/a Monetary/a Fund;the Red/a Cross;the Red/a Crescent;the World/c Health/c Organization
the World/c Food/c Programme;the International/a Criminal/a Court;the Security/c Council;the European/a Commission
the European/a Parliament;the Islamic/a State;Hezbollah;Hamas;the Taliban;Boko Haram/f;Interpol;UNESCO;UNICEF;the Supreme/a Court
the Constitutional/a Court;the Central/a Bank;the Socialist/a Party;the Labour/c Party;the Democratic/a Front;the Liberation/c Front
the National/a Assembly;the Commonwealth;the Kremlin;the White/a House;the Pentagon;the Vatican;the State/c Department
the Foreign/a Ministry;the Defence/c Ministry;the Interior/c Ministry;the World/c Trade/c Organization;the Asian/a Development/c Bank
the Gulf/c Cooperation/c Council;the Patriotic/a Alliance;the Workers/p Party;the Electoral/a Commission;the Revolutionary/a Guards/s
the Houthis/s;the National/a Congress;the Conservative/a Party;Parliament;Congress"""
ORGANISATIONS = ORGANISATIONS.replace("\n", ";").split(";")
HEAD_ORGS = ["UN", "EU", "NATO", "US", "IMF", "UK", "OPEC", "ECOWAS", "ASEAN", "UNICEF", "Hamas",
             "Taliban", "Kremlin", "Pentagon", "Vatican", "Congress"]

GIVEN = "Amina Juan Elena Tomas Ivan Fatou Omar Leila Pedro Anna Karim Mei Rosa Viktor Samuel Grace Hassan Maria Daniel Noor Joseph Irina".split()
FAMILY = ("Odhiambo Velasco Petrenko Diallo Haddad Moreno Lindqvist Okafor Rahmani Sato Kowalski Mensah Tadesse Ortega Banda Novak Farah Castillo "
          "Mwangi Karimov Silva Yilmaz").split()

# humans, countable
HUMANS = """soldier protester rebel militant gunman student worker farmer refugee migrant journalist activist lawyer doctor villager
fighter civilian child woman man teacher hostage prisoner detainee lawmaker diplomat envoy official commander officer peacekeeper
trader miner nurse priest monk settler driver pilot sailor tourist bomber kidnapper smuggler trafficker hacker spy suspect deputy
senator voter resident inspector monitor observer negotiator mediator delegate dissident supporter ally rival reporter expert teenager
demonstrator insurgent mercenary policeman general judge mayor governor bishop cleric blogger editor""".split()
HUMAN_COMPOUNDS = """aid worker;police officer;army officer;opposition leader;rebel leader;party leader;union leader;rights activist
government official;embassy official;health worker;oil worker;student leader;church leader;border guard;prison guard;rebel fighter
army general;militia leader;rights lawyer;+senior official;+foreign national;opposition lawmaker;+local official;+young man
+former minister;+former general;+senior diplomat;+foreign journalist;+religious leader;+military commander;+tribal elder;+armed man
+civil servant;+political prisoner;+presidential candidate"""
HUMAN_COMPOUNDS = HUMAN_COMPOUNDS.replace("\n", ";").split(";")
HUMAN_ADJ = "armed masked wounded young foreign local senior former prominent alleged elderly angry unarmed exiled veteran".split()

OFFICES = """president;+prime minister;+foreign minister;defence minister;interior minister;finance minister;ambassador;army chief
police chief;opposition leader;health minister;trade minister;+chief prosecutor;justice minister;energy minister;+deputy minister
envoy;government;parliament;+central bank;+foreign ministry;premier;navy chief;king;election commission;security council;cabinet;army
senate;+military ruler;oil minister"""
OFFICES = OFFICES.replace("\n", ";").split(";")
ORGAN_WORDS = {"government", "parliament", "bank", "ministry", "commission", "council", "cabinet", "army", "senate", "court", "navy", "police"}
INSTITUTIONS = """government;army;parliament;police;authorities;security forces;court;navy;military;opposition;troops;coastguard
air force;cabinet;rebels*;prosecutors*;lawmakers*;border police;election commission;officials*;junta;union;forces;diplomats*
negotiators*;parliament""".replace("\n", ";").split(";")

AGREEMENTS = """deal;agreement;treaty;ceasefire;truce;pact;accord;plan;proposal;offer;bill;law;budget;reform;tariff;ban;curfew;embargo
boycott;resolution;timetable;subsidy;loan;referendum;peace deal;trade deal;arms deal;peace plan;border treaty;aid package;media law
tax reform;travel ban;peace accord;security law;rescue plan;draft law;gas deal;grain deal;prisoner swap;+new constitution;+new law
+interim deal;amnesty;pledge;move;claim;rate cut;price cap;land reform;election law;defence pact;fishing quota;veto;mandate;licence
contract;policy;strategy;measure;rule;decree;target"""
AGREEMENTS = AGREEMENTS.replace("\n", ";").split(";")
EVENTS = """talks;summit;meeting;election;vote;visit;protest;strike;attack;raid;clash;offensive;siege;blockade;operation;exercise;coup
uprising;riot;rally;march;inquiry;probe;trial;crisis;war;conflict;dispute;row;conference;ceremony;campaign;bombing;blast;explosion
shooting;crackdown;evacuation;withdrawal;peace talks;air strike;bomb attack;drone strike;rocket attack;border clash;army raid
suicide attack;hunger strike;trade talks;bomb blast;street protest;debate;search;ambush;hearing;drill;trade war;rescue operation
gun battle;hostage crisis;border dispute;debt talks;price rise;cabinet meeting;police raid;arms race;power cut;mutiny;invasion;assault
battle;killing;murder;kidnapping;transition"""
EVENTS = EVENTS.replace("\n", ";").split(";")
CLAIMS = """claim;charge;threat;demand;call;report;accusation;allegation;criticism;warning;request;appeal;complaint;fear;hope;doubt
rumour;promise;fraud claim;graft charge;spying charge;death threat;bomb threat;rights abuse;fraud case;war crime;corruption charge
torture claim;ransom demand;murder charge;terror threat;hate crime;tax case;border violation;peace call;treaty violation;abuse claim"""
CLAIMS = CLAIMS.replace("\n", ";").split(";")
GOODS = """weapon;missile;rocket;drone;tank;warship;jet;helicopter;vaccine;tent;blanket;ship;tanker;boat;truck;vehicle;convoy;bomb
mine;rifle;bus;train;fighter jet;oil tanker;cargo ship;patrol boat;army vehicle;spy plane;gas pipeline;power line;radar;satellite
cable;fishing boat"""
GOODS = GOODS.replace("\n", ";").split(";")
MASS = """aid;food;fuel;medicine;ammunition;equipment;grain;wheat;oil;gas;rice;steel;food aid;+crude oil;+humanitarian aid
+military equipment;cash;emergency aid;+medical aid;relief;electricity;+heavy weaponry;cotton;uranium;water""".replace("\n", ";").split(";")
TROUBLES = """corruption;unrest;violence;drought;famine;inflation;debt;fraud;graft;spying;smuggling;terrorism;poverty;unemployment
censorship;piracy;migration;torture;fuel prices*;food prices*;tax rises*;job cuts*;power cuts*;border tensions;+human rights
land rights;oil exports*;wage cuts*;climate change;+civil war;police brutality;+ethnic violence;+political violence;poaching;flooding
pollution;tariffs*;sanctions;pension cuts*;+nuclear weapons*;trade;security;fishing rights;water supplies*;reform;peace;subsidies*
recession;disease;racism;bribery;arms sales*"""
TROUBLES = TROUBLES.replace("\n", ";").split(";")
PLACES = """city;town;village;border;port;airport;base;market;hospital;school;camp;embassy;bridge;road;dam;prison;mosque;church
station;checkpoint;district;province;region;island;valley;square;consulate;refinery;factory;mine;temple;palace;highway;hotel
university;crossing;army base;refugee camp;border crossing;police station;power plant;oil field;air base;border post;bus station
gold mine;television station;suburb;coast;oil refinery;tax office;training camp;border town;mountain village;fishing port
government building;court building;party office;stadium;shrine"""
PLACES = PLACES.replace("\n", ";").split(";")
PLACE_ADJ = "northern southern eastern western central coastal remote northeastern southwestern crowded disputed besieged".split()
GENERAL_ADJ = "new secret joint controversial major fresh partial limited".split()
EVENT_ADJ = "new violent deadly bloody major recent joint secret peaceful brief fresh bitter massive".split()

IRREGULAR = """say said said;meet met met;tell told told;send sent sent;hold held held;leave left left;take took taken;give gave given
seize;win won won;lose lost lost;begin began begun;break broke broken;withdraw withdrew withdrawn;shoot shot shot;fight fought fought
strike struck struck;hit hit hit;cut cut cut;shut shut shut;put put put;set set set;quit quit quit;flee fled fled;seek sought sought
bring brought brought;build built built;buy bought bought;sell sold sold;lead led led;find found found;make made made;see saw seen
speak spoke spoken;go went gone;come came come;fall fell fallen;rise rose risen;grow grew grown;keep kept kept;lend lent lent
overthrow overthrew overthrown;draw drew drawn;drive drove driven;spend spent spent;forbid forbade forbidden;swear swore sworn
undergo underwent undergone;spread spread spread;think thought thought;know knew known;hide hid hidden;catch caught caught
beat beat beaten;choose chose chosen;forgive forgave forgiven;undermine undermined undermined;die died died;tie tied tied
burn burned burned;free freed freed;split split split;oversee oversaw overseen;sink sank sunk;steal stole stolen;throw threw thrown
blow blew blown;mistake mistook mistaken;bear bore borne;get got gotten;have had had;retake retook retaken;deal dealt dealt
lay laid laid;pay paid paid;feed fed fed;teach taught taught;fly flew flown;feel felt felt;let let let
understand understood understood"""
IRREGULAR = {p.split()[0]: p.split()[1:] for p in IRREGULAR.replace("\n", ";").split(";") if len(p.split()) == 3}
DOUBLING = set("bar ban plan stop slam plot swap jam ram rob drop admit commit permit rebut omit quit shut cut hit set put let split begin win "
               "step snub grab nab forbid stab chat expel kidnap control compel rebel patrol refer drag quarrel regret scrap ship cap transfer".split())
ING = {"die": "dying", "tie": "tying", "flee": "fleeing", "see": "seeing", "free": "freeing", "oversee": "overseeing",
       "panic": "panicking", "eye": "eyeing"}


def forms(v):
    """The forms of a verb: base, third person, past, participle, -ing."""
    s = v[:-1] + "ies" if v[-1] == "y" and v[-2] not in "aeiou" else v + "es" if v.endswith(("s", "x", "z", "ch", "sh", "o")) else v + "s"
    if v == "have":
        s = "has"
    if v == "quit":
        s = "quits"
    stem = v + v[-1] if v in DOUBLING else v
    if v in IRREGULAR:
        past, part = IRREGULAR[v]
    elif v.endswith("e"):
        past = part = v + "d"
    elif v[-1] == "y" and v[-2] not in "aeiou":
        past = part = v[:-1] + "ied"
    else:
        past = part = stem + "ed"
    if v in ING:
        ing = ING[v]
    elif v.endswith("e"):
        ing = v[:-1] + "ing"
    else:
        ing = stem + "ing"
    return v, s, past, part, ing


# Objects: H humans, O an office or organ of a state, S state or organisation, T proper place, L common place, A agreement, E event,
# C claim, G goods, M mass goods, X trouble. After a space: prepositions with the classes of their noun.
TRANSITIVE = """attack HLG;visit LTTT;meet OH in=T;expel H over=CX;reject ACE;accept A;sign A with=S;back AOE;criticize OSA for=C
condemn EAS;slam OSAE over=X;blame SOH for=EX;accuse SOH of=X;kill H;wound H;injure H;arrest H over=X;detain H;jail H for=X;free H
release H;kidnap H;abduct H;rescue H from=L;shell LT;bomb LTG;raid L;storm L;seize LGM;capture LTH;besiege LT;blockade L;destroy GL
burn L;occupy L;enter L;evacuate HL;cross L;defend ASO;deny C;support AOS;oppose AE;approve A;pass A;adopt A;draft A;propose AE
discuss AEX with=SO;negotiate A with=S;break A;suspend AEM;cancel EA;postpone E;delay EA;hold E with=S;host E;launch E against=HS
lead E;end E;start E;halt EM;stop EM;ban EGM;lift A;impose A on=S;ease A;tighten A;extend A;ratify A;renew A;send HGM to=TS
deploy HG in=T;supply MG to=S;deliver MG to=ST;provide M to=H;buy MG from=S;sell MG to=S;export MG to=S;ship MG to=TS;seek AM
offer AM to=S;demand AE;request M;urge E;recall H from=T;appoint H;name H;dismiss OH;sack OH;replace O;oust O;elect O;nominate H
fire OH;promote H;welcome AEO;praise OSA;thank SO for=M;honour H;mourn H;host O;greet O;summon H over=C;invite O to=T;snub O
threaten SOH with=E;warn SO about=EX;pressure SO;punish SO;fine H;try H for=X;charge H with=X;convict H of=X;sentence H;execute H
torture H;beat H;shoot H;ambush HG;disperse H;disarm H;train H;arm H;hunt H;question H;face CEX;fear EX;investigate CE;probe CEX
monitor E;observe E;disrupt E;condemn C;dismiss C;repeat C;withdraw CH from=T;reopen L;close L;shut L;build L;repair LG;strike LG
hit LTG;target HLG;test G;fire G at=L;intercept G;sink G;hijack G;smuggle MG into=T;inspect LG;guard LG;protect HL;search LG;boost M
cut M;raise AC;fund A;finance A;double M;cap M;curb XM;tackle X;fight X;combat X;combat H;ease X;end X;eye A;weigh A;mull A;unveil A
scrap A;revive AE;block AG;veto A;boycott E;defy A;violate A;breach A;honour A;win E;lose E;call E;order E;plan EA;prepare EA;join SE
leave STE;quit SE;recognize S;isolate S;sanction S;aid S;assist SH;feed H;shelter H;deport H to=S;extradite H to=S;transfer HG to=T
return H to=T;swap H;treat H;settle E;mediate E;resolve E;trigger E;resume ME;restore M;restrict M;control LT;retake TL;liberate TL
surround LT;abandon LAE;vacate L;patrol L;clear L;bar H from=L;claim E;review AC;overthrow O;topple O;challenge OA;mock O;rebuke OS
denounce EASO;blast OSA;laud OA;hail AE;endorse AO;applaud A;regret E;confirm CE;reveal A;tour LT;woo SH;thwart E;foil E;crush E
quell E;sabotage GL;loot L;rob L;bury H;identify H;meet S;overrule A;void A;amend A;broker A;finalize A"""
TRANS = []
for entry in TRANSITIVE.replace("\n", ";").split(";"):
    verb, classes, *preposition = entry.split()
    TRANS.append((verb, classes, preposition[0].split("=") if preposition else None))
NO_PASSIVE = {"leave", "quit", "join", "face", "fear", "seek", "lose", "win", "meet", "call", "enter", "return", "withdraw",
              "regret", "urge", "try", "fight"}
# verbs whose third person reads as a plural noun: chosen more often in headlines
AMBIGUOUS = set("""visit attack back slam raid jail fire thank shut reject hit name claim strike end start halt stop ban lift boost
cut raise fund host question test target guard search order plan call bar fine charge shell bomb storm block veto eye probe aid
address tour swap free cap fear face offer demand request draft host treat challenge review seize honour boycott ease appeal blast
rebuke mock pressure sanction finance praise delay sign blame""".split())

PREPOSITIONAL = """meet with=SOH;call for=AE;agree on=A;vote on=A;vote against=A;vote for=A;protest against=AXO;demonstrate against=AO
talk to=OH;talk with=OS;withdraw from=TLA;arrive in=T;return to=T;travel to=T;fly to=T;march on=L;advance on=T;clash with=HS
fight against=HS;cooperate with=SO;negotiate with=SO;quarrel with=SO;respond to=CE;react to=CE;reply to=C;object to=A;appeal for=M
apologize for=EC;rally in=T;strike over=X;gather near=L;retreat from=T;retaliate against=S;insist on=A;rule on=A;focus on=X
deal with=X;complain about=XC;warn of=EX;speak to=H;speak about=X;hint at=A;flee to=T;flee from=T;resign over=X;move to=T;trade with=S
side with=S;break with=S;fire on=H;vote in=E;look for=H;aim at=L"""
PREP = []
for entry in PREPOSITIONAL.replace("\n", ";").split(";"):
    verb, preposition = entry.split()
    PREP.append((verb, *preposition.split("=")))
PARTICLES = [("carry", "out", "E"), ("call", "off", "EA"), ("break", "up", "E"), ("shut", "down", "LG"), ("set", "up", "L"), ("take", "over", "L"),
             ("shoot", "down", "G"), ("step", "up", "E"), ("hand", "over", "HG"), ("blow", "up", "LG"), ("drop", "off", "G"), ("turn", "down", "AC")]
XCOMP = """agree threaten refuse decide plan promise pledge vow seek want hope fail try offer prepare aim continue begin attempt
decline intend move struggle start manage""".split()
NOUNY_XCOMP = "plan pledge vow threaten move refuse agree want seek aim".split()
CCOMP = """say warn announce claim insist confirm deny admit report add believe argue fear hope declare acknowledge predict suggest
stress find know allege complain reveal promise state""".split()
QUOTE = "say warn add insist declare".split()
CONTROL = "urge order ask force press invite allow expect persuade warn pressure advise encourage require compel".split()
THAT_OBJECT = [("tell", "reporters"), ("tell", "lawmakers"), ("tell", "journalists"), ("tell", "parliament"), ("tell", "diplomats")]
# intransitive: subject classes E events, A agreements, G goods, H humans, X troubles, O office
INTRANSITIVE = """collapse EA;fail EA;stall E;resume E;begin E;end E;continue EX;erupt E;spread XE;escalate E;explode G;crash G;sink G
die HO;surrender H;resign OH;flee H;vanish HG;protest H;disappear HG;expire A;worsen X;grow X;rise X;ease X;fall X;demonstrate H
march H;rally H;retreat H;escape H;drown H;strike H;advance H;intensify EX;vote H;arrive HG;return OH;succeed E;unravel A;falter EA
loom E;survive HO;quit OH;confess H;rebel H;apologize O;suffer H"""
INTRANS = [tuple(e.split()) for e in INTRANSITIVE.replace("\n", ";").split(";")]
PARTICIPIAL = """kill H;wound H;cite X;cite E;accuse S of=X;blame S for=E;trigger E;threaten E;demand A;destroy G;seek A;raise C
spark E;end E;deny C;violate A;force H into=L;reject C;defy A;injure H;damage L;block L;disrupt E;prompt E;undermine A;jeopardize A
follow E;provoke E"""
PARTICIPIAL = PARTICIPIAL.replace("\n", ";").split(";")
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()


# -------------------------------------------------------------------------------------------------------------- nominals

def name(text, h=False):
    """A proper name from its notation in the lists above; h leaves the article out."""
    the = text.startswith("the ")
    words = text[4 * the:].split()
    pre, head, flats = [], None, []
    for w in words:
        form, _, code = w.partition("/")
        if code == "a":
            pre.append(Node(form, form, "ADJ", "NNP", "Degree=Pos", "amod"))
        elif code == "c":
            n = propn(form)
            n.rel = "compound"
            pre.append(n)
        elif code == "p":
            n = propn(form, True, form[:-1])
            n.rel = "compound"
            pre.append(n)
        elif code == "f":
            n = propn(form)
            n.rel = "flat"
            flats.append(n)
        else:
            head = propn(form, code == "s", None if code != "s" or form == "Philippines" else form[:-1])
            if form == "Philippines":
                head.feats = "Number=Ptan"
            head.plural = form == "Houthis" or form == "Guards"
    head.pre, head.post = pre, flats
    if the and not h:
        head.front("det", det("the"))
    return head


def state(h=False):
    return name(pick(STATES)[0], h)


def capital():
    return name(pick(STATES)[2])


def town():
    return name(pick(STATES)[3])


def place_name(h=False):
    return weighted((4, capital), (3, town), (3, lambda: state(h)))()


def organisation(h=False):
    if h and chance(0.5):
        return propn(pick(HEAD_ORGS))
    return name(pick(ORGANISATIONS), h)


def demonym():
    while True:
        a = pick(STATES)[1]
        if a != "-":
            return adj(a)


def nationality(n, h=False):
    """Kenyan, or US, UN as a compound; after an adjective such as "senior", before other words."""
    front = [c for c in n.pre if c.rel in ("amod", "compound")]
    if front and front[0].form in ("foreign", "local"):
        return n
    i = 1 if front and front[0].form in HUMAN_ADJ else 0
    if chance(0.12 if h else 0.05):
        a = propn(pick(["US", "UN", "EU", "UK"] if h else ["U.S.", "UN", "EU", "NATO"]))
        a.rel = "compound"
    else:
        a = demonym()
    n.pre.insert(i, a)
    return n


def prep(p, n, rel="nmod"):
    n.front("case", adp(p))
    n.rel = rel
    return n


def possessed(owner, head):
    """X's head; owner is a bare phrase whose last word takes the 's."""
    plural_s = [w for w in owner.words()][-1].form.endswith("s") and owner.plural
    owner.add("case", Node("'" if plural_s else "'s", "'s", "PART", "POS", left=True, joined=True))
    head.front("nmod:poss", owner)
    return head


def person(h=False):
    first = propn(pick(GIVEN))
    first.add("flat", propn(pick(FAMILY)))
    first.human = True
    return first


def capitalized(text):
    """A title before a name: Foreign Minister, Army Chief."""
    *mods, head = text.split()
    n = propn(head.capitalize())
    for m in mods:
        if m[0] == "+":
            n.near("amod", Node(m[1:].capitalize(), m[1:].capitalize(), "ADJ", "NNP", "Degree=Pos"))
        else:
            n.near("compound", propn(m.capitalize()))
    return n


def bare_office(text):
    n = compound(text)
    n.human = n.lemma not in ORGAN_WORDS
    return n


def office(h=False):
    """A government, an office of a state or its holder, one of several ways."""
    text = pick(OFFICES)
    k = R.random()
    if k < 0.28:
        n = bare_office(text)
        nationality(n)
        return n if h else n.front("det", det("the"))
    if k < 0.55:
        return possessed(state(h), bare_office(text))
    if k < 0.67 and not h:
        n = bare_office(text)
        n.front("det", det("the"))
        return n.add("nmod", prep("of", state()))
    if k < 0.80:
        n = bare_office(text)
        if h and chance(0.6):
            s = state(True)
            if not s.pre and not s.post:
                n.front("compound", s)
        return n if h else n.front("det", det("the"))
    title = pick([o for o in OFFICES if o.split()[-1] not in ORGAN_WORDS and o != "envoy"])
    p = person()
    t = capitalized(title)
    if chance(0.6):
        nationality(t)
    return p.front("nmod:desc", t)


def institution(h=False):
    text = pick(INSTITUTIONS)
    plural = text.endswith("*")
    n = compound(text.rstrip("*")[:-1] if plural else text, plural)
    if text == "security forces":
        n = noun("forces").near("compound", noun("security"))
    n.human = plural or text == "diplomats*"
    k = R.random()
    if k < 0.4:
        nationality(n, h)
    elif h and k < 0.75:
        s = state(True)
        if not s.pre and not s.post:
            n.front("compound", s)
    if not h and not (n.plural and chance(0.45)):
        n.front("det", det("the") if n.plural or n.lemma not in ("court", "union") or chance(0.4) else det("a"))
    return n


def at_least(num):
    num.near("nmod", Node("least", "least", "ADJ", "JJS", "Degree=Sup").near("case", adp("at")))
    return num


def more_than(num):
    m = Node("more", "more", "ADJ", "JJR", "Degree=Cmp|ExtPos=ADV")
    m.add("fixed", adp("than"))
    return num.near("advmod", m)


def human_noun(plural):
    if chance(0.3):
        n = compound(pick(HUMAN_COMPOUNDS), plural)
    else:
        n = noun(pick(HUMANS), plural)
        if chance(0.12):
            n.near("amod", adj(pick(HUMAN_ADJ)))
    n.human = True
    return n


def humans(h=False, plural=None):
    plural = chance(0.75) if plural is None else plural
    if not plural:
        n = human_noun(False)
        if chance(0.3):
            nationality(n)
        return n if h else n.front("det", det(weighted((6, "a"), (3, "the"), (1, "another"))))
    k = R.random()
    if k < 0.10:
        head = noun(pick(["dozen", "hundred", "thousand", "score"]), True)
        group = human_noun(True)
        if chance(0.2):
            nationality(group)
        head.add("nmod", prep("of", group))
        head.human = True
        return head
    if k < 0.16 and not h:
        head = noun(pick(["group", "crowd", "delegation", "number"]))
        head.front("det", det("a"))
        return head.add("nmod", prep("of", human_noun(True)))
    n = human_noun(True) if chance(0.85) else noun("people")
    n.human = True
    if chance(0.25) and n.lemma != "people":
        nationality(n)
    if k < 0.50:
        num = number()
        if chance(0.3):
            num = pick([at_least, more_than])(num)
        elif chance(0.15):
            num.near("advmod", adv(pick(["about", "nearly", "around", "almost"])))
        n.front("nummod", num)
        if not h and chance(0.08):
            n.front("det", det("the"))
    elif k < 0.62 and not h:
        n.front("det", det("the"))
    elif k < 0.68:
        n.front("amod", adj(pick(["many", "several", "other"])))
    elif k < 0.72 and not h:
        n.front("det", det(pick(["some", "all", "both"]) if n.form != "people" else "some"))
    return n


def abstract(lexicon, adjs, h, plural_share=0.2):
    n = compound(pick(lexicon), chance(plural_share))
    if chance(0.15):
        n.front("amod", adj(pick(adjs)))
    if not h:
        if n.plural:
            if chance(0.35):
                n.front("det", det("the"))
        else:
            n.front("det", det(weighted((5, "the"), (5, "a"), (0.5, "another"), (0.5, "any"))))
    elif chance(0.12):
        s = state(True)
        if not s.pre and not s.post and not any(w.upos == "ADJ" for w in n.pre):
            n.front("compound", s)
    return n


def agreement(h=False, depth=0):
    n = abstract(AGREEMENTS, GENERAL_ADJ, h)
    if depth < 2 and n.lemma in ("deal", "agreement", "treaty", "pact", "accord", "ceasefire", "truce", "contract") and chance(0.35):
        n.add("nmod", prep("with", pick([state, institution])(h)))
    elif depth < 2 and n.lemma in ("plan", "pledge", "proposal", "offer", "move", "bill") and chance(0.5):
        n.add("acl", infinitive(h, depth + 1))
    elif n.lemma in ("ban", "tariff", "embargo") and chance(0.5):
        n.add("nmod", prep("on", mass(h)))
    elif n.lemma in ("deal", "accord", "law", "resolution") and chance(0.25):
        n.add("nmod", prep("on", trouble(h)))
    return n


def event(h=False, depth=0):
    n = abstract(EVENTS, EVENT_ADJ, h)
    if n.lemma in ("talk", "meeting", "summit") and chance(0.5):
        if chance(0.3):
            a, b = state(h), state(h)
            a.add("conj", b.front("cc", cc()))
            n.add("nmod", prep("between", a))
        else:
            n.add("nmod", prep("with", pick([state, office, institution])(h)))
        if chance(0.2):
            n.add("nmod", prep(pick(["on", "over", "about"]), trouble(h)))
    elif n.lemma in ("attack", "raid", "assault") and chance(0.5):
        n.add("nmod", prep("on", pick([place, humans])(h)))
    elif n.lemma in ("strike", "protest", "rally", "campaign") and chance(0.3):
        n.add("nmod", prep("against", pick([agreement, trouble])(h)))
    elif n.lemma in ("killing", "murder", "kidnapping", "trial") and chance(0.6):
        n.add("nmod", prep("of", humans(h)))
    elif n.lemma in ("dispute", "row", "crisis", "debate", "conflict") and chance(0.4):
        n.add("nmod", prep("over", trouble(h)))
    elif n.lemma == "visit" and chance(0.5):
        n.add("nmod", prep(pick(["to", "by"]), state(h)))
    elif not h and n.pre and n.pre[0].upos == "DET" and chance(0.1):
        n.add("nmod", prep("in", place_name()))
    return n


def claim(h=False, depth=0):
    n = abstract(CLAIMS, ["new", "false", "serious", "similar"], h, 0.55)
    if n.lemma in ("claim", "report", "accusation", "allegation", "warning", "fear", "hope", "doubt", "rumour") and n.plural and chance(0.3):
        if n.lemma in ("claim", "report", "accusation", "allegation", "rumour", "fear") and chance(0.6) and depth < 1:
            s = clause(h, depth + 2)
            s.front("mark", mark("that"))
            n.add("acl", s)
        else:
            n.add("nmod", prep("about" if n.lemma in ("doubt", "warning", "report") else "of", trouble(h)))
    elif n.lemma in ("call", "demand", "appeal") and chance(0.5):
        n.add("nmod", prep("for", agreement(h, 2)))
    return n


def goods(h=False):
    plural = chance(0.65)
    n = compound(pick(GOODS), plural)
    if chance(0.2):
        nationality(n)
    if plural and chance(0.35):
        n.front("nummod", number(2, 40))
    elif not h:
        if not plural:
            n.front("det", det(pick(["a", "the"])))
        elif chance(0.3):
            n.front("det", det("the"))
    return n


def mass(h=False):
    n = compound(pick(MASS))
    if not h and chance(0.15):
        n.front("det", det("the"))
    return n


def trouble(h=False):
    text = pick(TROUBLES)
    if text.endswith("*"):
        *mods, last = text[:-1].split()
        lemma = last[:-3] + "y" if last.endswith("ies") else last[:-1]
        n = compound(" ".join(mods + [lemma]), True)
    else:
        n = compound(text)
    return n


def place(h=False):
    """A place with a common noun, often with a name in it."""
    n = compound(pick(PLACES), chance(0.12))
    k = R.random()
    if k < 0.15:
        n.front("amod", adj(pick(PLACE_ADJ)))
    elif k < 0.28:
        nationality(n)
    elif h and k < 0.5 and n.lemma not in ("city", "town", "village", "province", "region", "island",
                                           "district", "valley", "coast", "suburb", "border"):
        t = town() if chance(0.5) else capital()
        if not t.post:
            n.front("compound", t)
    if not h:
        if n.plural:
            if chance(0.4):
                n.front("det", det("the"))
        else:
            n.front("det", det(weighted((6, "the"), (4, "a"))))
    if n.plural:
        return n
    if n.lemma in ("city", "town", "village", "port", "province", "region", "district") and not n.pre[-1:] == [] and not h and chance(0.6):
        n.add("nmod", prep("of", town()))
    elif n.lemma == "border" and chance(0.6):
        n.add("nmod", prep("with", state(h)))
    elif n.lemma in ("embassy", "airport", "hospital", "prison", "station", "base", "mosque", "hotel", "market", "camp") and chance(0.25):
        n.add("nmod", prep("in", place_name(h)))
    return n


CLASS = {"H": humans, "O": office, "S": lambda h=False: weighted((5, state), (3, institution), (2, organisation))(h), "T": place_name, "L": place,
         "A": agreement, "E": event, "C": claim, "G": goods, "M": mass, "X": trouble}


def embed(n, h, depth, subject=False):
    """Perhaps an apposition, a relative clause or coordination on a noun phrase."""
    if h:
        return n
    if depth > 1 or n.post:
        return n
    k = R.random()
    if k < 0.07 and n.upos == "PROPN":
        a = weighted((3, lambda: compound(pick(["party", "group", "movement", "ally", "producer", "power", "union", "neighbour"]))),
                     (2, lambda: compound(pick(["+former minister", "+former general", "+veteran diplomat", "opposition leader"]))))() \
            if not n.human else compound(pick(["+former general", "+veteran diplomat", "lawyer", "+former judge",
                                                    "party leader", "+moderate cleric"]))
        if n.human:
            a.front("det", det("a"))
        elif a.lemma in ("party", "group", "movement", "power", "union", "producer"):
            a.front("amod", Node("largest", "large", "ADJ", "JJS", "Degree=Sup"))
            if chance(0.5):
                a = possessed(name(pick([s[0] for s in STATES])), a)
            else:
                a.front("det", det("the"))
                a.add("nmod", prep("in", state()))
        else:
            a.front("det", det("a"))
        a.front("punct", comma())
        a.add("punct", comma(closing=True))
        n.add("appos", a)
    elif k < 0.09 and n.human and not n.plural and n.upos == "NOUN":
        p = person()
        p.front("punct", comma())
        p.add("punct", comma(closing=True))
        n.add("appos", p)
    elif k < 0.20:
        relative(n, depth)
    elif k < 0.27 and n.upos == "NOUN":
        reduced(n, depth)
    return n


def relative(n, depth):
    """A relative clause on n: subject, object or oblique gap."""
    owned = any(c.rel == "nmod:poss" for c in n.pre) or n.lemma in ORGAN_WORDS and any(c.rel == "amod" for c in n.pre)
    restrictive = n.upos == "NOUN" and not owned and (not n.pre or n.pre[0].form != "the" or chance(0.5))
    who = n.human
    word = "who" if who else weighted((1, "which"), (1 if restrictive else 0, "that"))
    pron = Node(word, word, "PRON", "WP" if word == "who" else "WDT", "PronType=Rel")
    k = R.random()
    if n.lemma in ("city", "town", "village", "camp", "market", "region", "province") and k < 0.5:
        v = clause(False, depth + 2)
        v.front("advmod", Node("where", "where", "ADV", "WRB", "PronType=Rel"))
    elif k < 0.62 or who:
        passive = chance(0.25) and who
        v = predicate(False, depth + 2, n.plural, actor=True, classes="H" if passive else None, passive=passive)
        v.front("nsubj:pass" if passive else "nsubj", pron)
    else:
        cls = {"deal": "A", "plan": "A", "agreement": "A", "law": "A", "bill": "A", "treaty": "A", "proposal": "A"}.get(n.lemma, "A")
        if n.upos == "PROPN" or n.lemma not in " ".join(AGREEMENTS + EVENTS):
            v = predicate(False, depth + 2, n.plural, actor=True)
            v.front("nsubj", pron)
        else:
            cls = "A" if any(a.split()[-1] == n.lemma for a in AGREEMENTS) else "E"
            verb, _, _ = pick([t for t in TRANS if cls in t[1] and not t[2]])
            subj = actor(False, 2)
            v = inflect(verb, weighted((5, "past"), (2, "perf"), (2, "modal")), subj.plural)
            if chance(0.4):
                v.add(*adjunct(False))
            v.front("nsubj", subj)
            v.front("obj", pron)
    if not restrictive:
        v.front("punct", comma())
        v.add("punct", comma(closing=True))
    n.add("acl:relcl", v)


def reduced(n, depth):
    if n.human and chance(0.5):
        v = weighted((1, lambda: verb_form("deploy", "pass")), (1, lambda: verb_form("hold", "pass")), (1, lambda: verb_form("accuse", "pass")),
                     (1, lambda: verb_form("arrest", "pass")), (1, lambda: verb_form("back", "pass")), (1, lambda: verb_form("train", "pass")))()
        if v.lemma == "accuse":
            v.add("obl", prep("of", trouble(), "obl"))
        elif v.lemma in ("back", "train"):
            v.add("obl:agent", prep("by", state(), "obl:agent"))
        else:
            v.add("obl", prep("in", place_name(), "obl"))
    elif n.human:
        verb, cls = pick([("guard", "L"), ("demand", "A"), ("fight", "X"), ("seek", "A"), ("oppose", "A"), ("carry", "G"),
                          ("protest", "X"), ("cross", "L"),
                          ("face", "C"), ("flee", "X"), ("wear", "uniform"), ("monitor", "E")])
        v = verb_form(verb, "ger")
        v.add("obj", noun("uniform", True) if cls == "uniform" else CLASS[cls](False))
    elif n.lemma in ("talk", "meeting", "protest", "rally", "summit", "conference"):
        v = verb_form("aim", "pass")
        g = verb_form("end", "part")
        g.add("obj", event(False))
        g.front("mark", Node("at", "at", "SCONJ", "IN"))
        v.add("advcl", g)
    elif any(a.split()[-1] == n.lemma for a in AGREEMENTS):
        v = verb_form(pick(["sign", "propose", "back", "draft", "broker", "reject"]), "pass")
        v.add("obl:agent", prep("by", CLASS[pick("SO")](), "obl:agent"))
    else:
        return
    n.add("acl", v)


def coordinate(first, others, h, oxford=None):
    oxford = chance(0.3) if oxford is None else oxford
    bare = h and chance(0.5) and len(others) == 1
    for i, n in enumerate(others):
        last = i == len(others) - 1
        if last and not bare:
            n.front("cc", cc("and" if chance(0.93) else "or"))
            if len(others) > 1 and oxford:
                n.front("punct", comma())
        else:
            n.front("punct", comma())
        first.add("conj", n)
    first.plural = True
    return first


def actor(h=False, depth=0):
    """A subject that can act: state, government, organisation, people."""
    if h:
        n = weighted((30, state), (12, office), (14, institution), (8, organisation), (20, humans), (3, lambda h: capital()))(h)
    else:
        n = weighted((20, state), (22, office), (16, institution), (12, organisation), (22, humans), (2, lambda h: capital()))(h)
    if chance(0.09 if h else 0.07) and n.upos == "PROPN" and not n.pre and not n.post:
        return coordinate(n, [state(h) for _ in range(weighted((7, 1), (3, 2), (1, 3)))], h)
    if not h and depth < 2 and chance(0.04):
        return coordinate(humans(False, True), [humans(False, True) for _ in range(R.randint(1, 3))], h)
    if not h and depth < 2 and chance(0.02):
        n = compound("+foreign minister", True).front("det", det("the"))
        a = state()
        return n.add("nmod", prep("of", coordinate(a, [state()], False)))
    if not h and chance(0.02):
        n = noun(pick(["side", "country", "government", "leader"]), True)
        return n.front("det", det("both")) if chance(0.4) else n.front("nummod", Node("two", "two", "NUM", "CD", "NumForm=Word|NumType=Card")) \
            .front("det", det("the"))
    if not h and depth < 2:
        embed(n, h, depth)
    return n


PRONOUNS = [("he", "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", False),
            ("she", "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs", False),
            ("it", "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", False), ("they", "Case=Nom|Number=Plur|Person=3|PronType=Prs", True)]


def pronoun():
    form, feats, plural = pick(PRONOUNS)
    n = Node(form, form, "PRON", "PRP", feats)
    n.plural = plural
    return n


def speaker(h=False):
    if h:
        return weighted((3, lambda: noun(pick(["minister", "official", "police", "report", "army", "president", "lawyer", "envoy",
                                               "court", "premier"]))),
                        (3, lambda: organisation(True)),
                        (2, lambda: noun(pick(["official", "lawmaker", "activist", "witness", "prosecutor"]), True)),
                        (2, lambda: office(True)))()
    k = R.random()
    if k < 0.25:
        n = noun(pick(["spokesman", "spokeswoman"]) if chance(0.6) else "official")
        if chance(0.4):
            n.near("compound", noun(pick(["army", "government", "police", "party", "ministry"])))
        elif chance(0.5):
            n.add("nmod", prep("for", CLASS["S"]()))
        return n.front("det", det("a"))
    if k < 0.5:
        n = noun(pick(["official", "witness", "resident", "diplomat", "analyst", "police", "activist", "doctor", "aid worker"]).split()[-1], True)
        if chance(0.3) and n.lemma != "police":
            nationality(n)
        return n
    if k < 0.6:
        return person()
    return office()


# --------------------------------------------------------------------------------------------------------------- clauses

def verb_form(lemma, form, plural=False):
    base, s, past, part, ing = forms(lemma)
    number_ = "Plur" if plural else "Sing"
    return {"inf": lambda: Node(base, lemma, "VERB", "VB", "VerbForm=Inf"),
            "pres": lambda: Node(base, lemma, "VERB", "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin") if plural else
            Node(s, lemma, "VERB", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
            "past": lambda: Node(past, lemma, "VERB", "VBD", f"Mood=Ind|Number={number_}|Person=3|Tense=Past|VerbForm=Fin"),
            "perf": lambda: Node(part, lemma, "VERB", "VBN", "Tense=Past|VerbForm=Part"),
            "pass": lambda: Node(part, lemma, "VERB", "VBN", "Tense=Past|VerbForm=Part|Voice=Pass"),
            "part": lambda: Node(ing, lemma, "VERB", "VBG", "Tense=Pres|VerbForm=Part"),
            "ger": lambda: Node(ing, lemma, "VERB", "VBG", "VerbForm=Ger")}[form]()


def auxiliary(lemma, form, plural=False, rel="aux"):
    number_ = "Plur" if plural else "Sing"
    fin = {"be": {"pres": ("are" if plural else "is", "VBP" if plural else "VBZ"), "past": ("were" if plural else "was", "VBD")},
           "have": {"pres": ("have" if plural else "has", "VBP" if plural else "VBZ"), "past": ("had", "VBD")},
           "do": {"pres": ("do" if plural else "does", "VBP" if plural else "VBZ"), "past": ("did", "VBD")}}
    if form in ("pres", "past"):
        w, x = fin[lemma][form]
        return Node(w, lemma, "AUX", x, f"Mood=Ind|Number={number_}|Person=3|Tense={'Pres' if form == 'pres' else 'Past'}|VerbForm=Fin", rel)
    if form == "inf":
        return Node(lemma, lemma, "AUX", "VB", "VerbForm=Inf", rel)
    if form == "part":
        return Node("been", "be", "AUX", "VBN", "Tense=Past|VerbForm=Part", rel)
    return Node("being", "be", "AUX", "VBG", "Tense=Pres|VerbForm=Part", rel)


def modal():
    w = weighted((6, "will"), (6, "would"), (3, "could"), (2, "may"), (2, "must"), (2, "should"), (2, "might"), (1, "can"))
    return Node(w, w, "AUX", "MD", "VerbForm=Fin", "aux")


def negation(aux):
    """not, or n't written together with the auxiliary."""
    if aux.form in ("did", "does", "do", "has", "have", "had", "was", "were", "is", "are", "would", "could", "should") and chance(0.25):
        return Node("n't", "not", "PART", "RB", "Polarity=Neg", "advmod", left=True, joined=True)
    return Node("not", "not", "PART", "RB", "Polarity=Neg", "advmod")


ADVERBS = "also later recently already reportedly repeatedly strongly formally finally quickly openly still then again briefly".split()


def inflect(lemma, tense, plural, passive=False, negative=None, adverb=None):
    """The verb with its auxiliaries, negation and perhaps an adverb, all before it."""
    negative = chance(0.06) if negative is None else negative
    adverb = chance(0.07) if adverb is None else adverb
    aux = []
    if tense in ("pres", "past"):
        if passive:
            aux, form = [auxiliary("be", tense, plural, "aux:pass")], "pass"
        elif negative:
            aux, form = [auxiliary("do", tense, plural)], "inf"
        else:
            form = tense
    elif tense in ("perf", "pastperf"):
        aux = [auxiliary("have", "pres" if tense == "perf" else "past", plural)]
        form = "perf"
        if passive:
            aux.append(auxiliary("be", "part", rel="aux:pass"))
            form = "pass"
    elif tense in ("prog", "pastprog"):
        aux = [auxiliary("be", "pres" if tense == "prog" else "past", plural)]
        form = "part"
        if passive:
            aux.append(auxiliary("be", "being", rel="aux:pass"))
            form = "pass"
    elif tense == "modal":
        aux, form = [modal()], "inf"
        if passive:
            aux.append(auxiliary("be", "inf", rel="aux:pass"))
            form = "pass"
    v = verb_form(lemma, form, plural)
    if negative and aux:
        aux.insert(1, negation(aux[0]))
    elif adverb:
        aux.insert(1 if aux else 0, adv(pick(ADVERBS if tense != "modal" else ["also", "soon", "still", "again", "never", "formally"])))
    v.pre = aux
    return v


def tense_for(h):
    if h:
        return "pres"
    return weighted((62, "past"), (11, "perf"), (8, "modal"), (5, "prog"), (5, "pastprog"), (5, "pastperf"), (4, "pres"))


def date(past=True):
    """A date as an oblique with its preposition, or bare; without past one that a present or future verb can have."""
    if not past:
        if chance(0.6):
            return prep("on", propn(pick(WEEKDAYS)), "obl")
        n = noun(pick(["week", "month", "year"])).near("amod", adj("next"))
        n.rel = "obl:unmarked"
        return n
    k = R.random()
    if k < 0.42:
        return prep("on", propn(pick(WEEKDAYS)), "obl")
    if k < 0.54:
        n = propn(pick(WEEKDAYS))
        n.rel = "obl:unmarked"
        return n
    if k < 0.66:
        m = propn(pick(MONTHS))
        if chance(0.4):
            m.add("nmod:unmarked", digits(R.randint(1990, 2024)))
        return prep("in", m, "obl")
    if k < 0.72:
        return prep("in", digits(R.randint(1975, 2024)), "obl")
    if k < 0.78:
        d = digits(R.randint(1, 30)).add("nmod:unmarked", propn(pick(MONTHS)))
        if chance(0.6):
            d.add("nmod:unmarked", digits(R.randint(1990, 2024)))
        return prep("on", d, "obl")
    if k < 0.84:
        d = digits(R.randint(1, 30)).near("nmod:unmarked", propn(pick(MONTHS)))
        if chance(0.3):
            y = digits(R.randint(1990, 2024))
            y.front("punct", comma())
            d.add("nmod:unmarked", y)
        return prep("on", d, "obl")
    if k < 0.94:
        n = noun(pick(["week", "month", "year"]))
        n.front("amod", adj("last"))
        n.rel = "obl:unmarked"
        return n
    if k < 0.97:
        n = noun("yesterday")
        n.rel = "obl:unmarked"
        return n
    a = adv("ago")
    a.near("obl:unmarked", noun(pick(["day", "week", "month", "year"]), True).near("nummod", number(2, 9)))
    return a


def location(h=False):
    k = R.random()
    if k < 0.5:
        return prep("in", place_name(h), "obl")
    if k < 0.6 and not h:
        n = noun(pick(["city", "town", "village", "port", "province"]))
        n.near("amod", adj(pick(PLACE_ADJ)))
        n.front("det", det("the"))
        return prep("in", n.add("nmod", prep("of", town())), "obl")
    if k < 0.7 and not h:
        c = capital()
        c.front("punct", comma())
        c.add("punct", comma(closing=True))
        n = noun("capital").add("appos", c)
        return prep("in", n.front("det", det("the")), "obl")
    if k < 0.8:
        s = state(True)
        if s.pre or s.post:
            return prep("in", place_name(h), "obl")
        return prep("in", s.near("amod", adj(pick(PLACE_ADJ[:5]))), "obl")
    return prep(pick(["near", "near", "outside", "at"]), place(h), "obl")


def circumstance(h=False):
    k = R.random()
    if k < 0.3:
        return prep("over", pick([trouble, agreement, claim])(h), "obl")
    if k < 0.45:
        return prep("after", event(h), "obl")
    if k < 0.6:
        return prep("amid", pick([trouble, event, claim])(h), "obl")
    if k < 0.68:
        return prep("despite", pick([claim, event])(h), "obl")
    if k < 0.78:
        return prep("before" if h or chance(0.3) else "during", event(h), "obl")
    if k < 0.86 and not h:
        n = trouble(h)
        b = Node("because", "because", "ADP", "IN", "ExtPos=ADP")
        b.add("fixed", adp("of"))
        n.front("case", b)
        n.rel = "obl"
        return n
    if k < 0.92:
        return prep("without", agreement(h, 2), "obl")
    return prep("in", noun("protest" if h else "response"), "obl") if h or chance(0.5) else prep("since", event(h), "obl")


def adjunct(h=False, past=True):
    """(relation, node) of an adverbial."""
    if h:
        n = weighted((5, location), (5, circumstance))(True)
    else:
        n = weighted((5, lambda h: date(past)), (3, location), (3, circumstance))(False)
    return (n.rel if n.upos != "ADV" else "advmod", n)


def infinitive(h, depth, rel_mark=True):
    v = content(h, depth + 1, "inf")
    v.front("mark", mark("to"))
    return v


def complements(v, lemma_entry, h, depth):
    """Adds object and prepositional complement of a transitive verb."""
    verb, classes, pp = lemma_entry
    o = CLASS[pick(classes)](h)
    embed(o, h, depth + (0 if chance(0.5) else 1))
    if not h and chance(0.05) and classes[0] in "HG" and not o.post:
        coordinate(o, [CLASS[classes[0]](h) for _ in range(R.randint(1, 2))], h)
    v.add("obj", o)
    if pp and chance(0.6):
        v.add("obl", prep(pp[0], CLASS[pick(pp[1])](h), "obl"))


def trans_entry(h, classes=None):
    while True:
        t = pick(TRANS)
        if classes and not any(c in classes for c in t[1]):
            continue
        if h and t[0] not in AMBIGUOUS and chance(0.55):
            continue
        return t


def content(h, depth, form, plural=False, simple=False):
    """An active verb phrase without subject: form is a tense or 'inf', 'part', 'ger'."""
    make = (lambda lemma: inflect(lemma, form, plural, negative=False if h else None, adverb=False if h else None)) \
        if form not in ("inf", "part", "ger") else (lambda lemma: verb_form(lemma, form))
    kind = weighted((52, "t"), (14, "p"), (4, "particle"), (10 if depth < 2 else 0, "x"), (12 if depth < 2 and not simple else 0, "c"),
                    (8 if depth < 2 else 0, "o"))
    if kind == "t":
        entry = trans_entry(h)
        v = make(entry[0])
        complements(v, entry, h, depth)
    elif kind == "p":
        while True:
            verb, p, classes = pick(PREP)
            if h and verb not in ("call", "vote", "protest", "march", "strike", "move", "talk", "appeal", "trade",
                                  "side", "fire", "clash", "rally") and chance(0.6):
                continue
            break
        v = make(verb)
        v.add("obl", prep(p, CLASS[pick(classes)](h), "obl"))
    elif kind == "particle":
        verb, particle, classes = pick(PARTICLES)
        v = make(verb)
        v.add("compound:prt", Node(particle, particle, "ADP", "RP"))
        v.add("obj", CLASS[pick(classes)](h))
    elif kind == "x":
        v = make(pick(NOUNY_XCOMP if h else XCOMP))
        v.add("xcomp", infinitive(h, depth + 1))
    elif kind == "o":
        if chance(0.15):
            v = make("call")
            v.add("obl", prep("on", CLASS[pick("SO")](h), "obl"))
        else:
            v = make(pick(CONTROL))
            v.add("iobj" if v.lemma in ("ask", "allow", "warn") else "obj", CLASS[pick("SOH")](h))
        v.add("xcomp", infinitive(h, depth + 1))
    else:
        told = chance(0.12) and not h
        if told:
            verb, who = pick(THAT_OBJECT)
            v = make(verb)
            v.add("iobj", noun(who[:-1], True) if who != "parliament" else noun(who))
        else:
            v = make(pick(CCOMP if not h else ["say", "claim", "warn", "fear", "deny", "insist", "report"]))
        if not h and chance(0.3) and form in ("past", "pastperf"):
            d = date()
            v.add(d.rel if d.upos != "ADV" else "advmod", d)
        v.add("ccomp", that_clause(h, depth + 1))
    return v


def that_clause(h, depth, that=None):
    if h and chance(0.4):
        return participle_headline(depth)
    s = clause(h, depth)
    if that if that is not None else chance(0.62) and not h:
        s.front("mark", mark("that"))
    return s


def predicate(h, depth, plural, actor=True, classes=None, passive=False, tense=None):
    tense = tense or tense_for(h)
    if passive:
        entry = pick([t for t in TRANS if classes and any(c in classes for c in t[1]) and t[0] not in NO_PASSIVE])
        v = inflect(entry[0], tense if tense not in ("prog", "pastprog") or chance(0.5) else "past", plural, passive=True)
        if chance(0.3):
            v.add("obl:agent", prep("by", CLASS[pick("SSHO")](h), "obl:agent"))
        elif entry[2] and chance(0.4):
            v.add("obl", prep(entry[2][0], CLASS[pick(entry[2][1])](h), "obl"))
    else:
        v = content(h, depth, tense, plural)
    past = tense in ("past", "pastperf", "pastprog")
    if depth < 3 and chance(0.5 if depth == 0 else 0.35) and not rest_is_closed(v):
        v.add(*adjunct(h, past))
        if chance(0.25) and not h and v.post[-1].rel != "obl:unmarked":
            d = date(past)
            if not any(w.form in WEEKDAYS or w.form in MONTHS for n in v.post for w in n.words()):
                v.add(d.rel if d.upos != "ADV" else "advmod", d)
    return v


def intransitive(h, depth):
    verb, classes = pick(INTRANS)
    c = pick(classes)
    subj = {"E": event, "A": agreement, "G": goods, "H": humans, "X": trouble, "O": office}[c](h)
    if not h:
        embed(subj, h, depth)
    v = inflect(verb, tense_for(h), subj.plural, negative=False, adverb=False if h else None)
    v.front("nsubj", subj)
    if chance(0.6):
        v.add(*adjunct(h))
    return v


def copular(depth):
    subj = actor(False, depth)
    tense = pick(["past", "past", "pres"])
    if chance(0.5):
        p = adj(pick(["ready", "unable", "willing", "likely", "keen", "free"]))
        p.add("xcomp", infinitive(False, depth + 1))
    elif chance(0.5):
        p = adj(pick(["responsible", "guilty", "critical", "wary", "aware", "concerned", "optimistic", "angry"]))
        pr = {"responsible": "for", "guilty": "of", "critical": "of", "wary": "of", "aware": "of"}.get(p.form, "about")
        p.add("obl", prep(pr, pick([event, trouble, claim])(False), "obl"))
    else:
        p = noun(pick(["member", "supporter", "opponent", "ally"]), subj.plural)
        if not subj.plural:
            p.front("det", det("a"))
        p.add("nmod", prep("of", CLASS["S"]()))
    b = auxiliary("be", tense, subj.plural, "cop")
    p.pre = [b] + p.pre
    if chance(0.1):
        p.pre.insert(1, negation(b))
    return p.front("nsubj", subj)


def passive_clause(h, depth):
    cls = pick("HHHLAEGO")
    subj = CLASS[cls](h)
    if not h:
        embed(subj, h, depth)
    v = predicate(h, depth, subj.plural, classes=cls, passive=True)
    if h:
        v.pre = []
    return v.front("nsubj:pass", subj)


def control_passive(h, depth):
    subj = humans(h)
    v = inflect(pick(["order", "force", "allow", "ask", "urge", "expect"]), pick(["past", "perf", "modal"]), subj.plural, passive=True)
    v.add("xcomp", infinitive(h, depth + 1))
    return v.front("nsubj:pass", subj)


def participle_headline(depth):
    """'Two killed in blast': a participle without auxiliary."""
    if chance(0.5):
        n = number(2, 60)
        if chance(0.25):
            n = pick([at_least, more_than])(n)
        verb = pick(["kill", "injure", "wound", "arrest", "detain", "kidnap", "shoot", "jail", "rescue", "evacuate"])
        v = verb_form(verb, "pass")
        v.front("nsubj:pass", n)
        v.add("obl", prep("in", event(True), "obl") if verb not in ("jail",) else prep("for", trouble(True), "obl"))
        if chance(0.35):
            v.add(*weighted((1, ("obl", location(True))), (1, ("obl", location(True)))))
        return v
    v = passive_clause(True, depth)
    return v


def clause(h, depth, subject=None):
    """A clause with its subject; the root is the verb (or the predicate)."""
    if h:
        kind = weighted((70, "a"), (14, "i"), (10 if depth else 0, "p"))
    else:
        kind = weighted((70, "a"), (16, "p"), (10, "i"), (4, "cop"), (3 if depth < 2 else 0, "cp"))
    if subject is None and kind == "i":
        return intransitive(h, depth)
    if subject is None and kind == "p":
        return passive_clause(h, depth)
    if subject is None and kind == "cop":
        return copular(depth)
    if subject is None and kind == "cp":
        return control_passive(h, depth)
    subj = subject or (pronoun() if not h and depth > 0 and chance(0.22) else actor(h, depth))
    v = predicate(h, depth, subj.plural)
    return v.front("nsubj", subj)


def adverbial_clause(v, h, depth, front=False):
    """Adds an adverbial clause after the verb's other dependents, or before the subject with a comma."""
    k = R.random()
    with_comma = False
    if k < 0.22:
        a = clause(h, depth + 1)
        a.front("mark", mark(pick(["after", "after", "because", "before", "since"]) if not h else pick(["after", "as", "before"])))
    elif k < 0.36:
        a = clause(h, depth + 1)
        a.front("mark", mark("as"))
        with_comma = chance(0.4) and not h
    elif k < 0.46:
        a = clause(h, depth + 1)
        a.front("mark", mark(pick(["if", "unless", "until"])))
    elif k < 0.56 and not h:
        a = clause(h, depth + 1)
        a.front("mark", mark(pick(["while", "although", "though"])))
        with_comma = True
    elif k < 0.66:
        a = content(h, depth + 2, "part")
        a.front("mark", mark(pick(["after", "before", "while", "without"]) if not h else "after"))
    elif k < 0.80 or front:
        a = content(h, depth + 2, "inf")
        if front and chance(0.3):
            a.front("mark", mark("to"))
            order = Node("in", "in", "SCONJ", "IN", "ExtPos=SCONJ", "mark")
            order.add("fixed", noun("order"))
            a.front("mark", order)
        else:
            a.front("mark", mark("to"))
    else:
        parts = pick(PARTICIPIAL).split()
        a = verb_form(parts[0], "part")
        a.add("obj", CLASS[parts[1]](h))
        if len(parts) > 2:
            p, cls = parts[2].split("=")
            a.add("obl", prep(p, CLASS[cls](h), "obl"))
        if chance(0.2) and not h:
            a = verb_form("say", "part").add("ccomp", that_clause(False, depth + 1))
        with_comma = True
    if front:
        a.add("punct", comma())
        v.front("advcl", a)
    else:
        if with_comma:
            a.front("punct", comma())
        v.add("advcl", a)
    return v


def size(n):
    return sum(1 for _ in n.words())


def fronted(v):
    dated = any(w.form in WEEKDAYS or w.form in MONTHS or w.form in ("week", "month", "year", "ago") or w.form.isdigit() for w in v.words())
    past = any(w.xpos == "VBD" for w in v.pre + [v])
    k = 0.35 + 0.65 * R.random() if dated or not past else R.random()
    if k < 0.35:
        d = date()
        while d.rel == "obl:unmarked":
            d = date()
        if d.upos == "ADV":
            d.rel = "advmod"
    elif k < 0.55:
        d = location()
    elif k < 0.7:
        d = pick([office, organisation])()
        acc = Node("according", "accord", "ADP", "VBG", "ExtPos=ADP|Tense=Pres|VerbForm=Part")
        acc.upos = "VERB"
        acc.add("fixed", Node("to", "to", "ADP", "IN"))
        d.front("case", acc)
        d.rel = "obl"
    elif k < 0.85:
        d = circumstance()
    else:
        d = adv(pick(["meanwhile", "however", "separately"] + ["earlier", "later"] * past))
    rel = d.rel
    d.add("punct", comma())
    return v.front(rel, d)


def rest_is_closed(v):
    """True when the clause ends in a phrase with a verb, where a further adverbial would seem to belong to that verb."""
    return any(w.upos == "VERB" and w.rel != "case" for n in v.post for w in n.words())


def shared_subject(h, n_verbs, parataxis=False):
    subj = actor(h, 0)
    tense = "pres" if h else weighted((9, "past"), (1, "pres"))
    v = content(h, 2, tense, subj.plural, simple=True)
    v.front("nsubj", subj)
    oxford = chance(0.4)
    for i in range(1, n_verbs):
        w = content(h, 2, tense, subj.plural, simple=True)
        last = i == n_verbs - 1
        if last and not parataxis:
            w.front("cc", cc("and" if chance(0.85) else "but"))
            if n_verbs > 2 and oxford:
                w.front("punct", comma())
        else:
            w.front("punct", comma())
        v.add("parataxis" if parataxis else "conj", w)
    return v


def quoted(q):
    """Puts the opening quotation mark before a clause."""
    first = next(q.words())
    first.form = first.form[0].upper() + first.form[1:]
    return q.front("punct", punct('"', "``", right=True))


def quotation():
    q = clause(False, 1)
    if chance(0.25):
        adverbial_clause(q, False, 1)
    verb = pick(QUOTE)
    k = R.random()
    who = speaker()
    if k < 0.65:
        quoted(q)
        q.add("punct", comma())
        q.add("punct", punct('"', "''", left=True))
        v = inflect(verb, "past", who.plural, negative=False, adverb=False)
        v.add("nsubj", who) if chance(0.35) and verb == "say" else v.front("nsubj", who)
        if chance(0.4):
            d = date()
            if v.post:
                d = prep("on", propn(pick(WEEKDAYS)), "obl")
            v.add(d.rel if d.upos != "ADV" else "advmod", d)
        v.front("ccomp", q)
        return end(v)
    quoted(q)
    q.front("punct", punct(":", ":", left=True) if chance(0.6) else comma())
    v = inflect(verb, "past", who.plural, negative=False, adverb=False)
    v.front("nsubj", who)
    if chance(0.4):
        v.add("obl", prep("in", noun(pick(["statement", "speech", "letter", "interview"])).front("det", det("a")), "obl"))
    q.add("punct", punct(".", ".", left=True), punct('"', "''", left=True))
    v.add("ccomp", q)
    return v


def end(v):
    return v.add("punct", punct(".", ".", left=True))


def body():
    """A prose sentence without its final stop."""
    k = R.random()
    if k < 0.50:
        v = clause(False, 0)
        if chance(0.28) and not rest_is_closed(v):
            adverbial_clause(v, False, 0)
        elif chance(0.18):
            adverbial_clause(v, False, 1, front=True)
            return v
        if chance(0.16):
            fronted(v)
    elif k < 0.66:
        v = clause(False, 0)
        w = clause(False, 1)
        word = weighted((6, "and"), (4, "but"), (1, "so"))
        w.front("cc", cc("but" if word == "so" else word))
        w.front("punct", comma())
        v.add("conj", w)
        if chance(0.15):
            fronted(v)
    elif k < 0.80:
        v = shared_subject(False, weighted((6, 2), (4, 3)))
        if chance(0.2):
            fronted(v)
    elif k < 0.90:
        who = speaker() if chance(0.7) else actor()
        v = inflect(pick(CCOMP), weighted((8, "past"), (2, "perf")), who.plural, negative=False)
        v.front("nsubj", who)
        if chance(0.4):
            d = date()
            v.add(d.rel if d.upos != "ADV" else "advmod", d)
        s = that_clause(False, 0)
        v.add("ccomp", s)
        if chance(0.2):
            w = that_clause(False, 1, that=True) if s.pre[0].form == "that" else None
            if w:
                w.front("cc", cc())
                s.add("conj", w)
        if chance(0.12):
            fronted(v)
    elif k < 0.96:
        s = clause(False, 0)
        who = speaker()
        s.add("punct", comma())
        v = inflect(pick(["say", "say", "report", "add", "warn"]), "past", who.plural, negative=False, adverb=False)
        v.front("nsubj", who)
        if chance(0.3):
            v.add("obl", prep("on", propn(pick(WEEKDAYS)), "obl"))
        v.front("ccomp", s)
    else:
        v = shared_subject(False, 1)
        for i in range(2):
            w = clause(False, 1)
            w.front("cc", cc()) if i else None
            w.front("punct", punct(";", ":", left=True))
            v.add("conj", w)
    return v


def prose():
    if chance(0.09):
        return quotation()
    while True:
        v = body()
        if 9 <= size(v) <= 39 and (size(v) > 13 or chance(0.5)):
            return end(v)


def dateline():
    v = None
    while v is None or not 9 <= size(v) <= 32:
        v = body()
    end(v)
    first = next(v.words())
    first.form = first.form[0].upper() + first.form[1:]
    s = pick(STATES)
    p = name(s[2] if chance(0.7) else s[3])
    for w in p.words():
        w.form = w.form.upper()
    if chance(0.4):
        c = name(s[0], True)
        c.front("punct", comma())
        p.add("appos", c)
    if chance(0.4):
        d = digits(R.randint(1, 30)).near("nmod:unmarked", propn(pick(MONTHS)))
        d.front("punct", comma())
        p.add("nmod:unmarked", d)
    if chance(0.85):
        a = propn(pick(["AP", "Reuters", "AFP", "Xinhua", "UPI", "dpa", "Interfax"]))
        a.front("punct", punct("(", "-LRB-", right=True))
        a.add("punct", punct(")", "-RRB-", left=True))
        p.add("appos", a)
    p.add("punct", punct(pick(["-", "—", "–"]), ":"))
    if p.post[-1].form == "-" and chance(0.3):
        p.post[-1].form = p.post[-1].lemma = "--"
    return v.front("parataxis", p)


TITLE_SMALL = set("a an the to in of on at for by with as and or but over after from 's not n't near into ' than that if".split())


def headline():
    while True:
        v = headline_body()
        if 4 <= size(v) <= 13 and (size(v) > 5 or chance(0.35)) or size(v) == 3 and chance(0.1):
            break
    if chance(0.2):
        for i, w in enumerate(v.words()):
            if i and (w.form in TITLE_SMALL or not w.form[0].islower()):
                continue
            w.form = w.form[0].upper() + w.form[1:]
    return v


HEADLINE_NOUNS = [(w.rstrip("+"), w.endswith("+")) for w in
                  "strike+ raid+ attack+ visit claim+ threat+ talks+ move charge+ protest+ call+ cut+ march plan vote probe strike test+ ties+ fear+ "
                  "name+ fire rise leak+".split()]
HEADLINE_COMPOUNDS = {"strike": ["air", "drone"], "raid": ["border", "police"], "attack": ["bomb", "rebel"], "threat": ["bomb", "coup"],
                      "talk": ["peace", "trade"], "charge": ["graft", "fraud"], "cut": ["budget", "aid"], "plan": ["peace", "border"],
                      "test": ["missile", "rocket"], "claim": ["fraud", "land"], "protest": ["street", "fuel"],
                      "vote": ["parliament", "budget"], "fear": ["war", "coup"], "tie": ["trade", "defence"]}
HEADLINE_EFFECTS = [tuple(e.split()) for e in
                    "anger SOH;kill H;hit LT;force x;worry SO;spark E;threaten AE;end E;delay AE;test S;target LH;shake OS;raise C;draw C;fuel XC;"
                    "strain ties;halt EM;cut M;wound H;alarm SO;overshadow E;boost O;block L".split(";")]


def headline_subject_noun():
    """An inanimate subject whose head looks like a verb: 'Border raids', 'Minister's visit'."""
    lemma, plural = pick(HEADLINE_NOUNS)
    n = noun(lemma, plural)
    k = R.random()
    if k < 0.35:
        s = state(True)
        if not s.pre and not s.post:
            n.front("compound", s)
    if k < 0.6:
        n.near("compound", noun(pick(HEADLINE_COMPOUNDS.get(n.lemma, ["army", "government"]))))
    elif k < 0.75:
        n.near("amod", adj(pick(["new", "fresh", "deadly", "secret"]))) if not n.pre else None
    elif k < 0.95:
        n = possessed(weighted((1, state), (1, lambda h: noun(pick(["minister", "president", "envoy", "general", "army"]))))(True), n)
    return n


def headline_body():
    k = R.random()
    if k < 0.37:                                    # subject, present tense, object, perhaps more
        v = clause(True, 1)
        if chance(0.22) and not rest_is_closed(v):
            adverbial_clause(v, True, 2)
    elif k < 0.45:                                  # an event as subject of a transitive verb
        subj = headline_subject_noun()
        verb, cls = pick(HEADLINE_EFFECTS)
        v = verb_form(verb, "pres", subj.plural)
        if cls == "x":
            v.add("obj", CLASS[pick("OSH")](True))
            v.add("xcomp", infinitive(True, 2))
        else:
            v.add("obj", noun("ties") if cls == "ties" else CLASS[pick(cls)](True))
        v.front("nsubj", subj)
        if chance(0.3):
            v.add(*adjunct(True))
    elif k < 0.51:                                  # an event as subject of an intransitive verb
        subj = headline_subject_noun()
        v = verb_form(pick("collapse fail stall resume continue begin end start spread loom falter escalate rage fade".split()),
                      "pres", subj.plural)
        v.front("nsubj", subj)
        if chance(0.6):
            v.add(*adjunct(True))
        if chance(0.25):
            adverbial_clause(v, True, 2)
    elif k < 0.64:                                  # participle
        v = participle_headline(1)
        if chance(0.2) and not rest_is_closed(v):
            adverbial_clause(v, True, 2)
    elif k < 0.72:                                  # to-infinitive
        v = content(True, 2, "inf")
        v.front("mark", mark("to"))
        v.front("nsubj", actor(True))
        if chance(0.25) and not rest_is_closed(v):
            v.add(*adjunct(True))
    elif k < 0.79:                                  # verbs in a row
        v = shared_subject(True, 2, parataxis=chance(0.65))
    elif k < 0.86:                                  # attribution after the clause
        s = weighted((3, lambda: clause(True, 2)), (3, lambda: participle_headline(2)))()
        s.add("punct", comma())
        who = speaker(True)
        v = verb_form(weighted((8, "say"), (1, "warn"), (1, "claim")), "pres", who.plural)
        v.front("nsubj", who)
        v.front("ccomp", s)
    elif k < 0.90:                                  # attribution before the clause
        who = speaker(True)
        v = verb_form(pick(["say", "say", "warn", "claim", "deny", "insist", "fear", "report"]), "pres", who.plural)
        v.front("nsubj", who)
        v.add("ccomp", that_clause(True, 2))
    elif k < 0.93:                                  # control
        v = verb_form(pick(["urge", "order", "ask", "press", "force", "warn"]), "pres", (s := actor(True)).plural)
        v.front("nsubj", s)
        v.add("iobj" if v.lemma in ("ask", "warn") else "obj", CLASS[pick("SOH")](True))
        v.add("xcomp", infinitive(True, 2))
    elif k < 0.95:                                  # a predicate without copula
        v = adj("dead")
        n = number(2, 80)
        if chance(0.4):
            n = at_least(n)
        v.front("nsubj", n)
        v.add("obl", prep("in", event(True), "obl"))
        if chance(0.3):
            v.add("obl", location(True))
    elif k < 0.97:
        v = adj(pick(["ready", "likely", "unable", "free"]))
        v.front("nsubj", actor(True))
        v.add("xcomp", infinitive(True, 2))
    else:                                           # a noun phrase
        v = noun(pick(["attack", "strike", "clash", "protest", "raid", "call", "claim", "fear", "threat"]), True)
        if chance(0.5):
            v.front("amod", adj(pick(["new", "fresh", "deadly", "violent"])))
        v.add("nmod", {"attack": lambda: prep("on", place(True)), "strike": lambda: prep("on", capital()),
                       "clash": lambda: prep("in", place_name(True)),
                       "protest": lambda: prep("in", place_name(True)), "raid": lambda: prep("on", place(True)),
                       "call": lambda: prep("for", agreement(True, 2)),
                       "claim": lambda: prep("of", trouble(True)), "fear": lambda: prep("of", event(True)),
                       "threat": lambda: prep("to", agreement(True, 2))}
              [v.lemma]())
        if chance(0.3):
            v.add("nmod", prep("amid", trouble(True)))
    return v


# ---------------------------------------------------------------------------------------------------------------- output

def rows(root):
    """The words of a tree in order, superfluous commas dropped, with 1-based heads; asserts that the tree is sound."""
    root.rel = "root"
    parent = {}

    def walk(n):
        for c in n.pre + n.post:
            assert c.rel and c.rel != "root", (c.form, c.rel)
            parent[id(c)] = n
            walk(c)
    walk(root)
    words = list(root.words())
    changed = True
    while changed:
        changed = False
        for i, w in enumerate(words):
            following = words[i + 1] if i + 1 < len(words) else None
            if w.closing and (following is None or (following.upos == "PUNCT" and following.form not in ("(", '"')
                                                    and not following.joined)):
                if following is not None and following.form not in ",.;:-—–--":
                    continue
                del words[i]
                changed = True
                break
    for i, w in enumerate(words[:-1]):
        if w.upos == "DET" and w.form in ("a", "A"):
            f = words[i + 1].form
            if f[:2].isupper():
                vowel = f[0] in "AEFHILMNORSX" and f != "NATO"
            else:
                vowel = f[0].lower() in "aeiou" and not f.lower().startswith(("uni", "eu", "one", "uru", "ura"))
            if vowel:
                w.form += "n"
    index = {id(w): i + 1 for i, w in enumerate(words)}
    heads = [index[id(parent[id(w)])] if w is not root else 0 for w in words]
    assert heads.count(0) == 1
    for i, hd in enumerate(heads, 1):
        seen, j = set(), i
        while j:
            assert j not in seen
            seen.add(j)
            j = heads[j - 1]
        lo, hi = min(i, hd), max(i, hd)
        for k in range(lo + 1, hi):
            j = k
            while j and j != hd:
                j = heads[j - 1]
            assert hd == 0 or j == hd, "not projective"
    return words, heads


def conllu(root, sent_id):
    words, heads = rows(root)
    first = words[0] if words[0].upos != "PUNCT" else words[1]
    first.form = first.form[0].upper() + first.form[1:]
    lines, text, i = [], "", 0
    while i < len(words):
        j = i
        while j + 1 < len(words) and words[j + 1].joined:
            j += 1
        glued = words[j].right or j + 1 == len(words) or words[j + 1].left
        space = "SpaceAfter=No" if glued and j + 1 < len(words) else "_"
        whole = "".join(w.form for w in words[i:j + 1])
        text += whole + ("" if glued else " ")
        if j > i:
            lines.append("\t".join([f"{i + 1}-{j + 1}", whole, "_", "_", "_", "_", "_", "_", "_", space]))
        for k in range(i, j + 1):
            w = words[k]
            lines.append("\t".join([str(k + 1), w.form, w.lemma, w.upos, w.xpos, w.feats, str(heads[k]), w.rel, "_", space if i == j else "_"]))
        i = j + 1
    return f"# sent_id = {sent_id}\n# text = {text}\n" + "\n".join(lines) + "\n"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    kinds = [headline] * round(count * 0.30) + [dateline] * round(count * 0.08)
    kinds += [prose] * (count - len(kinds))
    R.shuffle(kinds)
    for i, kind in enumerate(kinds, 1):
        print(conllu(kind(), f"news-{kind.__name__}-{i:05d}"))


if __name__ == "__main__":
    main()
