"""What companies are called besides their name: the legal forms of many countries. Words, no rules."""

# Those by which `name_key` tells companies apart for imports. Every stored key was made with these: adding one changes keys.
USUAL = frozenset(
    "ab ag aps as asa bv co company corp corporation eurl gmbh gbr inc incorporated kg kgaa kk limited llc llp lp ltd mbh "
    "nv ohg oy oyj plc pte pty sa sarl sas se sl spa srl sro ug".split()
)

# Those one meets besides, in Latin letters: whether two names are alike depends on none of them.
RARER = frozenset(
    # English
    "cic incorp lc lllp ltee pc pllc pvt private public scorp unltd "
    # German, Dutch, Swiss
    "aktiengesellschaft cv ev eg ek ewiv genossenschaft ges gesmbh gesellschaft kommanditgesellschaft partg partgmbb stiftung vof vzw "
    # French, Belgian, Italian, Spanish, Portuguese, Romanian
    "asbl bvba cvba eirl epe gie lda limitada ltda sab sac sagl sapi saos sasu sca sccl sci scop scrl sicav slne slp slu snc spl sprl srls "
    "unipessoal "
    # Nordic, Baltic
    "aktiebolag aktieselskab ans anpartsselskab as da ehf hb hf ivs ks kb osakeyhtio ou ry sia tmi uab "
    # Polish, Czech, Slovak, Hungarian, Slovene, Croatian, Serbian, Bulgarian, Greek, Turkish
    "ad akc anonim bt dd doo dooel ead eood ike kda kd kft koop monoprosopi nyrt oe ood rt sirketi spj spk spolka spzoo spzo vos zoo zrt "
    # Russian, Ukrainian, Kazakh
    "ao chp fop ip oao ooo pao pat prat tdv too tov tzov zao "
    # Asia, Africa, Latin America, the Gulf
    "bhd cpt eireli fzc fze fzco fzllc jsc ojsc pjsc pt sae sal saog saoc sarlau sdn tbk wll yk zrtk".split()
)

FORMS = USUAL | RARER

# Words that houses of one company add to its name: they tell nothing where an address is the same.
OF_A_HOUSE = frozenset(
    "group gruppe groupe grupo gruppo holding holdings international europe europa global worldwide".split()
)

# One form under several names.
SAME = {
    "incorporated": "inc", "incorp": "inc", "corporation": "corp", "limited": "ltd", "ltee": "ltd", "company": "co", "gesmbh": "gmbh",
    "aktiengesellschaft": "ag", "aktiebolag": "ab", "osakeyhtio": "oy", "aktieselskab": "as", "anpartsselskab": "aps", "limitada": "ltda",
    "lda": "ltda", "kommanditgesellschaft": "kg", "spzo": "zoo", "spzoo": "zoo", "private": "pvt", "kd": "kg", "public": "plc",
}  # fmt: skip

# Forms of several words, as `names.latin` spells them, and what is left of them.
PHRASES = (
    ("kabushiki kaisha", "kk"),
    ("kabushiki gaisha", "kk"),
    ("yugen kaisha", "yk"),
    ("godo kaisha", "llc"),
    ("public limited company", "plc"),
    ("limited liability company", "llc"),
    ("limited liability partnership", "llp"),
    ("gesellschaft mit beschrankter haftung", "gmbh"),
    ("besloten vennootschap", "bv"),
    ("naamloze vennootschap", "nv"),
    ("sociedad anonima", "sa"),
    ("sociedade anonima", "sa"),
    ("societe anonyme", "sa"),
    ("societe par actions simplifiee", "sas"),
    ("societa per azioni", "spa"),
    ("sociedad limitada", "sl"),
    ("sociedad de responsabilidad limitada", "srl"),
    ("spolka akcyjna", "sa"),
    ("akciova spolecnost", "as"),
    ("anonim sirketi", "as"),
    ("sa de cv", "sa"),
    ("sapi de cv", "sapi"),
    ("s de rl de cv", "srl"),
    ("sp zoo", "zoo"),
    ("sp z oo", "zoo"),
)

# As they are written in their own script; a name holds them without a blank.
ELSEWHERE = (
    "株式会社", "有限会社", "合同会社", "(株)", "㈱", "股份有限公司", "有限责任公司", "有限公司", "주식회사", "(주)", "㈜", "유한회사",
    "บริษัท", "จำกัด", "شركة", "בע״מ", 'בע"מ',
)  # fmt: skip
