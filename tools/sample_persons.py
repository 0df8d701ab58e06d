"""Invented persons of the sample lists, written by hand; tools/make_samples.py turns them into
files.

Nobody here exists. Mobile numbers lie in 0600 0 (never given to subscribers), landlines in 01 99 00
(kept for fiction), every mailbox holds the word "exemple".

A row is written once, under a label that the cases at the end use:
  voter(label, person, name, birth date, street, postcode, town, e-mail, phone)
  donor(label, person, salutation, first, last, birth date, street, postcode, town, e-mail, mobile,
        home phone)
  sign(label, person, first, last, postcode, town, e-mail)           petition
  form(label, person, first, last, [e-mails], phone, postcode, town, birth date ISO)
"""

ROWS = {"primary_voters": [], "donors": [], "petition": [], "web_form": []}
CASES = []


def voter(label, person, name, born="", street="", postcode="", town="", mail="", phone=""):
    ROWS["primary_voters"].append((label, person,
                                   [name, born, street, postcode, town, mail, phone]))


def donor(label, person, title, first, last, born="", street="", postcode="", town="", mail="",
          mobile="", home=""):
    ROWS["donors"].append(
        (label, person, [title, first, last, born, street, postcode, town, mail, mobile, home]))


def sign(label, person, first, last, postcode="", town="", mail=""):
    ROWS["petition"].append((label, person, [first, last, postcode, town, mail]))


def form(label, person, first, last, mails=(), phone="", postcode="", town="", born=""):
    ROWS["web_form"].append((label, person,
                             [first, last, list(mails), phone, postcode, town, born]))


def same(name, a, b, why):
    CASES.append((name, a, b, 1, 0, why))


def other(name, a, b, why):
    CASES.append((name, a, b, 0, 1, why))


# --- one person, many ways to write him ---------------------------------------------------------

voter("dupont-v", "dupont", "DUPONT Jean-Pierre", "03/04/1950", "12 rue des Lilas", "69003", "LYON",
      "jp.dupont.exemple@orange.fr", "06 00 01 00 01")
donor("dupont-d", "dupont", "M.", "J.P.", "Dupont", "03/04/1950", "12, r. des Lilas", "69003",
      "Lyon",
      "jp.dupont.exemple@wanadoo.fr", "0600010001")
sign("dupont-s", "dupont", "Jean Pierre", "DUPONT", "69003", "Lyon", "jp.dupont.exemple@orange.fr")
form("dupont-f", "dupont", "JP", "Dupont",
     ["jp.dupont.exemple@orange.fr", "jeanpierre69.exemple@gmail.com"], "+33600010001", "69003",
     "Lyon")
same("initials and old domain", "dupont-v", "dupont-d",
     "initials agree, same birth date, mobile and street; one mailbox on two domains")
same("compound without hyphen", "dupont-v", "dupont-s",
     "same mailbox, compatible given name, same town")
same("several mailboxes", "dupont-s", "dupont-f",
     "one of the two mailboxes is the same, initials agree")

voter("bernard-l-v", "bernard-l", "BERNARD Léa", "07/07/2001", "8 rue du Bac", "35000", "RENNES",
      "lea.bernard.exemple@gmail.com")
form("bernard-l-f", "bernard-l", "Lea", "Bernard", ["leabernardexemple@gmail.com"], "", "35000",
     "Rennes", "2001-07-07")
same("gmail dots", "bernard-l-v", "bernard-l-f",
     "same mailbox once dots are ignored, same birth date")

donor("moreau-d", "moreau", "Mme", "Sophie", "Moreau", "09/10/1990", "3 quai de la Fosse", "44000",
      "Nantes", "sophie.moreau.exemple@hotmail.fr", "06 00 01 00 03")
voter("moreau-v", "moreau", "MOREAU Sophie", "10/09/1990", "3 quai de la Fosse", "44000", "NANTES",
      "sophie.moreau.exemple@hotmail.fr")
same("day and month swapped", "moreau-d", "moreau-v",
     "same mailbox and address, day and month swapped")

sign("garnier-s", "garnier", "FranÃ§ois", "GARNIER", "37000", "Tours",
     "f.garnier.exemple@laposte.net")
voter("garnier-v", "garnier", "GARNIER François", "02/02/1962", "21 rue Colbert", "37000", "TOURS",
      "f.garnier.exemple@laposte.net", "06 00 01 00 04")
donor("garnier-d", "garnier", "M.", "François", "Garnier", "02/02/1962", "21 rue Colbert", "37000",
      "Tours", "", "06.00.01.00.04")
same("encoding damage", "garnier-s", "garnier-v",
     "same mailbox and town, given name damaged by encoding")
same("phone written otherwise", "garnier-v", "garnier-d", "same birth date, address and mobile")

voter("lambert-v", "lambert", "LAMBERT Frédéric", "05/05/1970", "16 rue de Vesle", "51100", "REIMS",
      "",
      "06 00 01 00 05")
form("lambert-f", "lambert", "Fred", "Lambert", ["fred.lambert.exemple@free.fr"], "06 00 01 00 05",
     "51100", "Reims", "1970-05-05")
sign("lambert-s", "lambert", "Fred", "Lambert", "51100", "REIMS", "fred.lambert.exemple@free.fr")
same("nickname", "lambert-v", "lambert-f", "short form, same birth date and mobile")
same("nickname, by way of the form", "lambert-v", "lambert-s",
     "the form ties the mailbox to the mobile")
voter("lambert-e-v", "lambert-e", "LAMBERT Frédérique", "06/08/1971", "40 av. de Laon", "51100",
      "REIMS", "frederique.l.exemple@sfr.fr", "06 00 01 00 95")
other("other sex of the given name", "lambert-v", "lambert-e-v",
      "other given name, birth date, street, phone")

voter("legall-v", "legall", "LE GALL Jeanne", "21/11/1946", "4 route de Brest", "29200", "BREST",
      "",
      "01 99 00 02 01")
donor("legall-d", "legall", "Mme", "Jeanne", "GALL LE", "21/11/1946", "4 rte de Brest", "29200",
      "BREST",
      "", "", "0199000201")
same("particle moved to the end", "legall-v", "legall-d", "same birth date, address and landline")

donor("fernandes-d", "fernandes", "Mme", "Maria", "Fernandes", "24/06/1968", "7 rue de Verdun",
      "94500",
      "Champigny-sur-Marne", "maria.fernandes.exemple@gmail.com")
voter("fernandes-v", "fernandes", "FERNANDEZ Maria", "24/06/1968", "7 rue de Verdun", "94500",
      "CHAMPIGNY SUR MARNE")
same("Portuguese and Spanish spelling", "fernandes-d", "fernandes-v", "same birth date and address")

voter("dupond-v", "dupond", "DUPOND Paul", "30/09/1958", "12 rue A. Briand", "92000", "NANTERRE",
      "",
      "06 00 01 00 07")
donor("dupond-d", "dupond", "M.", "Paul", "Dupont", "30/09/1958", "12 rue Aristide Briand", "92000",
      "Nanterre", "", "06 00 01 00 07")
same("homophone", "dupond-v", "dupond-d", "same birth date, mobile and street")

voter("kerbiquet-v", "kerbiquet", "KERBIQUET Guénaëlle", "04/06/1980", "2 hent ar Mor", "29770",
      "CLEDEN CAP SIZUN", "gwen.kerbiquet.exemple@free.fr")
form("kerbiquet-f", "kerbiquet", "Gwenaelle", "Kerbiquet", ["gwen.kerbiquet.exemple@free.fr"],
     "06 00 01 00 08", "75020", "Paris", "1980-06-04")
same("moved", "kerbiquet-v", "kerbiquet-f", "rare name, same birth date and mailbox; another town")

donor("muller-d", "muller", "Mme", "Josiane", "Müller", "28/02/1951", "9 rue du Sel", "67600",
      "Sélestat",
      "", "", "01 99 00 02 02")
voter("muller-v", "muller", "MUELLER Josiane", "28/02/1951", "9 rue du Sel", "67600", "SELESTAT",
      "",
      "01 99 00 02 02")
same("umlaut", "muller-d", "muller-v", "same birth date, address and landline")

voter("garcia-v", "garcia", "GARCIA Hélène", "18/08/1964", "75 bis rue de Paris", "93100",
      "MONTREUIL",
      "helene.garcia.exemple@club-internet.fr", "06 00 01 00 09")
form("garcia-f", "garcia", "Hélène", "Garcia", ["hgarcia.exemple@proton.me"], "0600010009", "93100",
     "Montreuil", "1964-08-18")
donor("garcia-d", "garcia", "Mme", "Hélène", "Garcia", "", "75 B r. de Paris", "93100",
      "Montreuil-sous-Bois", "hgarcia.exemple@proton.me")
same("changed e-mail", "garcia-v", "garcia-f", "same birth date and mobile, new mailbox")
same("two halves of the contact data", "garcia-v", "garcia-d", "same full name, street and number")

voter("nguyen-v", "nguyen", "NGUYEN Thi Lan", "08/03/1979", "5 allée des Bois", "77186", "NOISIEL",
      "",
      "06 00 01 00 11")
form("nguyen-f", "nguyen", "Lan", "Nguyen", ["lan.nguyen.exemple@gmail.com"], "0600010011", "77186",
     "Noisiel", "1979-03-08")
same("middle name dropped", "nguyen-v", "nguyen-f", "same birth date and mobile")

voter("benali-v", "benali", "BEN ALI Mohammed", "14/02/1965", "2 rue Neuve", "13003", "MARSEILLE",
      "",
      "06 00 01 00 12")
donor("benali-d", "benali", "M.", "Mohamed", "Benali", "14/02/1965", "2 rue Neuve", "13003",
      "Marseille",
      "m.benali.exemple@hotmail.com", "06 00 01 00 12")
same("transliteration", "benali-v", "benali-d", "same birth date, address and mobile")

donor("chevalier-d", "chevalier", "Mme", "Isabelle", "Roche", "11/01/1972", "14 cours Lafayette",
      "69006",
      "Lyon", "isa.roche.exemple@yahoo.fr", "06 00 01 00 13")
voter("chevalier-v", "chevalier", "CHEVALIER née ROCHE Isabelle", "11/01/1972", "14 crs Lafayette",
      "69006", "LYON", "", "06 00 01 00 13")
form("chevalier-f", "chevalier", "Isabelle", "Chevalier", ["isa.roche.exemple@yahoo.fr"], "",
     "69006",
     "Lyon", "1972-01-11")
same("maiden name", "chevalier-d", "chevalier-v",
     "birth name named, same birth date, address, mobile")
same("married name, old mailbox", "chevalier-d", "chevalier-f",
     "same given name, birth date, mailbox")

voter("leroy-v", "leroy", "DURAND-LEROY Marie", "15/03/1975", "4 rue Basse", "67100", "STRASBOURG",
      "marie.leroy.exemple@free.fr")
donor("leroy-d", "leroy", "Mme", "Marie", "Leroy", "15/03/75", "4 rue Basse", "67100", "Strasbourg",
      "marie.leroy.exemple@free.fr")
same("double name", "leroy-v", "leroy-d",
     "double name holds the other; same birth date, address, mailbox")

donor("martin-p-d", "martin-p", "M.", "MARTIN", "Pierre", "20/12/1955", "7 rue Verte", "21000",
      "Dijon",
      "", "", "01 99 00 02 03")
voter("martin-p-v", "martin-p", "MARTIN Pierre", "20/12/1955", "7 rue Verte", "21000", "DIJON", "",
      "01 99 00 02 03")
same("names in the wrong columns", "martin-p-d", "martin-p-v",
     "same birth date, address and landline")

form("thomas-b-f", "thomas-b", "Bernard", "Thomas", ["b.thomas.exemple@orange.fr"], "", "87000",
     "Limoges",
     "1949-05-17")
donor("bernard-t-d", "bernard-t", "M.", "Thomas", "Bernard", "02/12/1988", "31 rue Haute-Vienne",
      "87000",
      "Limoges", "thomas.bernard.exemple@gmail.com", "06 00 01 00 14")
other("given name or family name", "thomas-b-f", "bernard-t-d",
      "birth dates 39 years apart, other mailbox; names crossed by chance")

voter("tanguy-v", "tanguy", "TANGUY Anatole", "", "", "56000", "VANNES",
      "anatole.tanguy.exemple@free.fr",
      "06 00 01 00 15")
sign("tanguy-s", "tanguy", "A.", "TANGUY", "56000", "Vannes", "anatole.tanguy.exemple@free.fr")
same("initial only", "tanguy-v", "tanguy-s", "same mailbox and town, initial agrees")

voter("faure-m-v", "faure-m", "FAURE Marie-Thérèse", "27/10/1943", "1 place Notre-Dame", "38000",
      "GRENOBLE", "", "01 99 00 02 04")
donor("faure-m-d", "faure-m", "Mme", "M.-Thérèse", "Faure", "27/10/1943", "1 pl. Notre Dame",
      "38000",
      "Grenoble", "", "", "01 99 00 02 04")
same("half of a compound", "faure-m-v", "faure-m-d", "same birth date, address and landline")

voter("colin-v", "colin", "COLIN Patrick", "19/06/1957", "6 rue des Vosges", "88000", "EPINAL",
      "patrick.colin.exemple@wanadoo.fr")
donor("colin-d", "colin", "M.", "Patrick", "Collin", "19/06/1975", "6 rue des Vosges", "88000",
      "Épinal",
      "patrick.colin.exemple@orange.fr")
same("digits of the year swapped", "colin-v", "colin-d",
     "same mailbox and address, 1957 written 1975")

sign("perrin-s", "perrin-e", "Emma", "Perrin", "73000", "Chambéry",
     "emma.perrin.exemple@icloud.com")
voter("perrin-v", "perrin-e", "PERRIN Emma", "12/12/1994", "9 rue Croix d'Or", "73000", "CHAMBERY",
      "emma.perrin.exemple@icloud.com")
same("personal mailbox", "perrin-s", "perrin-v", "same full name, town and personal mailbox")

voter("ndiaye-v", "ndiaye", "N'DIAYE Awa", "23/05/1986", "18 rue de la Paix", "76600", "LE HAVRE",
      "",
      "06 00 01 00 16")
form("ndiaye-f", "ndiaye", "Awa", "Ndiaye", ["awa.ndiaye.exemple@gmail.com"], "06 00 01 00 16",
     "76600",
     "Le Havre", "1986-05-23")
same("apostrophe", "ndiaye-v", "ndiaye-f", "same birth date and mobile")

voter("lecoeur-v", "lecoeur", "LECŒUR Maëlle", "30/01/1992", "33 rue Saint-Malo", "14000", "CAEN",
      "maelle.lecoeur.exemple@outlook.fr")
donor("lecoeur-d", "lecoeur", "Mlle", "Maelle", "Lecoeur", "30/01/1992", "33 rue St Malo", "14000",
      "Caen")
same("ligature", "lecoeur-v", "lecoeur-d", "same birth date and address")

donor("delafontaine-d", "delafontaine", "M.", "Hugues", "de La Fontaine", "08/08/1939",
      "2 chemin du Moulin", "02400", "Château-Thierry", "", "", "01 99 00 02 05")
voter("delafontaine-v", "delafontaine", "DELAFONTAINE Hugues", "08/08/1939", "2 ch. du Moulin",
      "02400",
      "CHATEAU THIERRY", "", "01 99 00 02 05")
same("particles glued", "delafontaine-d", "delafontaine-v", "same birth date, address and landline")

form("renard-f", "renard", "Justine", "Renard", ["justine.renard.exemple@gmial.com"],
     "06 00 01 00 17",
     "59000", "Lille")
sign("renard-s", "renard", "Justine", "Renard", "59000", "Lille",
     "justine.renard.exemple@gmail.com")
same("domain mistyped", "renard-f", "renard-s", "same full name, town, local part; gmial for gmail")

# One donor who gave four times: the same person on four lines of one list.
donor("blanchet-1", "blanchet", "M.", "Gérard", "Blanchet", "16/07/1947", "20 rue Nationale",
      "41000",
      "Blois", "gerard.blanchet.exemple@sfr.fr", "", "01 99 00 02 06")
donor("blanchet-2", "blanchet", "M.", "Gerard", "BLANCHET", "16/07/1947", "20 rue Nationale",
      "41000",
      "BLOIS", "gerard.blanchet.exemple@sfr.fr")
donor("blanchet-3", "blanchet", "", "Gérard", "Blanchet", "", "20 r Nationale", "41000", "Blois",
      "",
      "", "01 99 00 02 06")
donor("blanchet-4", "blanchet", "M", "G.", "Blanchet", "16/07/1947", "", "41000", "Blois",
      "gerard.blanchet.exemple@sfr.fr")
same("gave twice", "blanchet-1", "blanchet-2", "same in every cell but case and accents")
same("gave again by post", "blanchet-1", "blanchet-3", "same full name, street and landline")
same("gave again with an initial", "blanchet-2", "blanchet-4", "same birth date and mailbox")

sign("royer-1", "royer", "Clémence", "Royer", "54000", "Nancy", "clemence.royer.exemple@free.fr")
sign("royer-2", "royer", "ClÃ©mence", "Royer", "54000", "Nancy", "clemence.royer.exemple@free.fr")
same("signed twice", "royer-1", "royer-2", "same name and mailbox, one copy damaged by encoding")

# --- forms filled in by hand and read by machine --------------------------------------------------

voter("fournier-v", "fournier", "FOUMIER Étienne", "O3/11/1968", "15 rue Thiers", "38OOO",
      "GRENOBLE",
      "etienne.foumier.exemple@orange.fr", "O6 OO O1 OO 18")
donor("fournier-d", "fournier", "M.", "Étienne", "Fournier", "03/11/1968", "15 rue Thiers", "38000",
      "Grenoble", "etienne.fournier.exemple@orange.fr", "06 00 01 00 18")
same("misread rn and 0", "fournier-v", "fournier-d", "rn read as m, 0 as O; the rest is the same")

voter("guillou-v", "guillou", "GUI1LOU Loïc", "22/04/1959", "10 rue de Siam", "29200", "BREST",
      "1oic.guil1ou.exemple@wanadoo.fr", "")
form("guillou-f", "guillou", "Loïc", "Guillou", ["loic.guillou.exemple@wanadoo.fr"], "", "29200",
     "Brest",
     "1959-04-22")
same("misread l as 1", "guillou-v", "guillou-f",
     "same birth date and town; mailbox and name but for 1/l")

voter("arnaud-v", "arnaud", "AMAUD Chorlotte", "09/09/1983", "27 av. de la Gare", "06000", "NICE",
      "chorlotte.amaud.exemple@gmail.com", "06 00 01 00 19")
sign("arnaud-s", "arnaud", "Charlotte", "ARNAUD", "06000", "Nice",
     "charlotte.arnaud.exemple@gmail.com")
donor("arnaud-d", "arnaud", "Mme", "Charlotte", "Arnaud", "09/09/1983", "27 avenue de la Gare",
      "06000",
      "Nice", "charlotte.arnaud.exemple@gmail.com", "06 00 01 00 19")
same("misread a as o", "arnaud-v", "arnaud-d",
     "same birth date, street and mobile; two letters misread")
same("signed and gave", "arnaud-s", "arnaud-d", "same name, town and mailbox")

# The same ballot captured twice.
voter("barbier-1", "barbier", "BARBIER Yvonne", "18/12/1936", "3 impasse des Roses", "18000",
      "BOURGES",
      "", "01 99 00 02 07")
voter("barbier-2", "barbier", "BARBlER Yvonne", "18/12/1936", "3 imp. des Roses", "18000",
      "BOURGES", "",
      "01 99 00 02 O7")
same("captured twice", "barbier-1", "barbier-2", "same birth date, address, landline; I read as l")

voter("cornu-v", "cornu", "COMU Bernadette", "01/06/1952", "8 rue du Four", "63000",
      "CLERMONT FERRAND",
      "b.cornu.exemple@laposte.net")
donor("cornu-d", "cornu", "Mme", "Bernadette", "Cornu", "01/06/1952", "8 rue du Four", "63000",
      "Clermont-Ferrand", "b.comu.exemple@laposte.net")
same("misread on both sides", "cornu-v", "cornu-d",
     "same birth date and address; rn/m in name or mailbox")

# --- households: they share much and are not one person -------------------------------------------

for label, list_row in (("michel", ("M.", "Michel", "01/02/1948")),
                        ("michele", ("Mme", "Michèle", "22/11/1950"))):
    title, given, born = list_row
    voter("petit-%s-v" % label, "petit-" + label, "PETIT " + given, born, "5 impasse du Four",
          "34000",
          "MONTPELLIER", "mm.petit.exemple@free.fr", "01 99 00 03 01")
    donor("petit-%s-d" % label, "petit-" + label, title, given, "Petit", born, "5 imp. du Four",
          "34000",
          "Montpellier", "mm.petit.exemple@free.fr", "", "01 99 00 03 01")
other("couple sharing one e-mail", "petit-michel-v", "petit-michele-v",
      "shared mailbox, landline and address; given names sound alike, birth dates differ")
other("couple sharing one e-mail, across lists", "petit-michel-d", "petit-michele-v",
      "shared mailbox, landline and address; given names sound alike, birth dates differ")
same("one half of a couple", "petit-michel-v", "petit-michel-d", "same given name and birth date")
same("the other half of the couple", "petit-michele-v", "petit-michele-d",
     "same given name and birth date")

voter("morel-jq-v", "morel-jacques", "MOREL Jacques", "13/01/1955", "22 rue Jean Jaurès", "42000",
      "SAINT ETIENNE", "jj.morel.exemple@orange.fr", "01 99 00 03 02")
voter("morel-jl-v", "morel-jacqueline", "MOREL Jacqueline", "04/10/1957", "22 rue Jean Jaurès",
      "42000",
      "SAINT ETIENNE", "jj.morel.exemple@orange.fr", "01 99 00 03 02")
form("morel-jl-f", "morel-jacqueline", "Jacqueline", "Morel", ["jj.morel.exemple@orange.fr"], "",
     "42000",
     "Saint-Étienne", "1957-10-04")
other("couple with one beginning of name", "morel-jq-v", "morel-jl-v",
      "other given name and birth date in one home")
other("couple, across lists", "morel-jq-v", "morel-jl-f",
      "other given name and birth date, shared mailbox")
same("wife by the shared mailbox", "morel-jl-v", "morel-jl-f",
     "same given name, birth date, mailbox")

donor("haddad-k-d", "haddad-karim", "M.", "Karim", "Haddad", "29/03/1974", "11 rue Paul Bert",
      "69003",
      "Lyon", "", "06 00 01 00 21")
form("haddad-s-f", "haddad-samira", "Samira", "Haddad", ["samira.haddad.exemple@gmail.com"],
     "06 00 01 00 21", "69003", "Lyon", "1978-09-02")
other("couple sharing a mobile", "haddad-k-d", "haddad-s-f", "other given name and birth date")

voter("roussel-v", "roussel", "ROUSSEL Damien", "06/06/1982", "17 rue des Jardins", "31000",
      "TOULOUSE",
      "roussel.dubois.exemple@gmail.com", "06 00 01 00 22")
voter("dubois-v", "dubois", "DUBOIS Élodie", "25/02/1984", "17 rue des Jardins", "31000",
      "TOULOUSE",
      "roussel.dubois.exemple@gmail.com", "06 00 01 00 23")
sign("dubois-s", "dubois", "Elodie", "Dubois", "31000", "Toulouse",
     "roussel.dubois.exemple@gmail.com")
other("couple with two family names", "roussel-v", "dubois-v", "other names and birth dates")
other("couple with two family names, across lists", "roussel-v", "dubois-s",
      "other given and family name")
same("half of a couple with two names", "dubois-v", "dubois-s", "same full name, town and mailbox")

voter("martin-j1-v", "martin-jean-pere", "MARTIN Jean", "12/05/1941", "3 place du Marché", "14000",
      "CAEN",
      "", "01 99 00 03 03")
voter("martin-j2-v", "martin-jean-fils", "MARTIN Jean", "14/09/1968", "3 place du Marché", "14000",
      "CAEN",
      "", "01 99 00 03 03")
donor("martin-j1-d", "martin-jean-pere", "M.", "Jean", "Martin", "12/05/1941", "3 pl. du Marché",
      "14000",
      "Caen", "", "", "01 99 00 03 03")
form("martin-j2-f", "martin-jean-fils", "Jean", "Martin", ["jean.martin.fils.exemple@gmail.com"],
     "06 00 01 00 24", "14000", "Caen", "1968-09-14")
other("father and son of one name", "martin-j1-v", "martin-j2-v",
      "same name, home and landline; birth dates 27 years apart")
other("father and son, across lists", "martin-j1-d", "martin-j2-v",
      "same name, home and landline; birth dates 27 years apart")
same("the father", "martin-j1-v", "martin-j1-d", "same name, birth date, home and landline")

voter("carpentier-1", "carpentier-aieule", "CARPENTIER Jeanne", "02/03/1938", "24 rue de l'Église",
      "80000",
      "AMIENS", "", "01 99 00 03 04")
donor("carpentier-2", "carpentier-petite-fille", "Mme", "Jeanne", "Carpentier", "19/10/2001",
      "24 rue de l'Eglise", "80000", "Amiens", "jeanne.carpentier.exemple@gmail.com",
      "06 00 01 00 25")
other("grandmother and granddaughter", "carpentier-1", "carpentier-2",
      "same name and house, birth dates 63 years apart")

voter("guerin-no-v", "guerin-noe", "GUERIN Noé", "03/03/1999", "6 rue Saint-Aubin", "49000",
      "ANGERS", "",
      "01 99 00 03 05")
voter("guerin-na-v", "guerin-noemie", "GUERIN Noémie", "03/03/1999", "6 rue Saint-Aubin", "49000",
      "ANGERS",
      "", "01 99 00 03 05")
form("guerin-na-f", "guerin-noemie", "Noémie", "Guérin", ["noemie.guerin.exemple@gmail.com"],
     "0199000305", "49000", "Angers", "1999-03-03")
other("twins", "guerin-no-v", "guerin-na-v", "other given name; twins share birth date and home")
same("one of the twins", "guerin-na-v", "guerin-na-f", "same given name, birth date and landline")

donor("robin-ce-d", "robin-christophe", "M.", "Christophe", "Robin", "17/02/1959", "12 quai Valin",
      "17000",
      "La Rochelle", "christophe.robin.exemple@orange.fr", "06 00 01 00 26")
voter("robin-ci-v", "robin-christine", "ROBIN Christine", "17/02/1959", "88 av. Jean Guiton",
      "17000",
      "LA ROCHELLE", "christine.robin.exemple@orange.fr", "06 00 01 00 27")
other("twins of opposite sex", "robin-ce-d", "robin-ci-v",
      "other given name, address, mailbox and phone")

voter("bonnet-d-v", "bonnet-didier", "BONNET Didier", "", "1 rue du Pont", "87000", "LIMOGES", "",
      "01 99 00 03 06")
donor("bonnet-a-d", "bonnet-andre", "M.", "André", "Bonnet", "05/07/1931", "1 rue du Pont", "87000",
      "Limoges", "", "", "01 99 00 03 06")
other("father and son, other given name", "bonnet-d-v", "bonnet-a-d",
      "other given name in the same home")

voter("roux-a-v", "roux-anne", "ROUX Anne", "", "15 av. Foch", "54000", "NANCY", "",
      "01 99 00 03 07")
voter("roux-c-v", "roux-claire", "ROUX Claire", "", "15 avenue Foch", "54000", "NANCY", "",
      "01 99 00 03 07")
other("mother and daughter", "roux-a-v", "roux-c-v", "other given name in the same home")

sign("roux-p-s", "roux-paulin", "Paulin", "Roux", "54000", "Nancy",
     "contact@association-exemple.fr")
sign("girard-s", "girard-sabine", "Sabine", "Girard", "54000", "Nancy",
     "contact@association-exemple.fr")
other("mailbox of an association", "roux-p-s", "girard-s", "other given and family name")

form("faure-al-f", "faure-alexandre", "Alexandre", "Faure", ["alexandre.faure.exemple@gmail.com"],
     "",
     "38000", "Grenoble", "1985-11-11")
form("faure-aa-f", "faure-alexandra", "Alexandra", "Faure", ["alexandra.faure.exemple@gmail.com"],
     "",
     "38000", "Grenoble", "1988-02-28")
other("one letter, other sex", "faure-al-f", "faure-aa-f",
      "other given name, birth date and mailbox")

voter("simon-bn-v", "simon-bruno", "SIMON Bruno", "08/05/1960", "14 rue Serpenoise", "57000",
      "METZ",
      "bsimon.exemple@sfr.fr", "")
donor("simon-be-d", "simon-brigitte", "Mme", "Brigitte", "Simon", "30/11/1962", "14 rue Serpenoise",
      "57000", "Metz", "bsimon.exemple@neuf.fr")
other("initials of a couple", "simon-bn-v", "simon-be-d",
      "other given name and birth date in one home")

donor("lucas-jm-d", "lucas-jean-marc", "M.", "Jean-Marc", "Lucas", "", "", "35400", "Saint-Malo",
      "lucas.exemple-jeanmarc@yahoo.fr")
donor("lucas-jl-d", "lucas-jean-luc", "M.", "Jean-Luc", "Lucas", "", "", "35400", "Saint-Malo",
      "lucas.exemple-jeanluc@yahoo.fr")
other("compounds with one half in common", "lucas-jm-d", "lucas-jl-d",
      "other given name and mailbox")

# --- namesakes and neighbours
# -----------------------------------------------------------------------

voter("martin-n1-v", "martin-nicolas-1", "MARTIN Nicolas", "04/06/1980", "45 rue Gambetta", "59000",
      "LILLE",
      "nicolas.martin80.exemple@gmail.com")
voter("martin-n2-v", "martin-nicolas-2", "MARTIN Nicolas", "23/01/1991", "130 rue Solférino",
      "59000",
      "LILLE", "nico.martin.exemple@hotmail.fr", "06 00 01 00 31")
donor("martin-n3-d", "martin-nicolas-3", "M.", "Nicolas", "Martin", "17/08/1966", "6 bd Michelet",
      "13008",
      "Marseille", "martin.nicolas.exemple@orange.fr", "06 00 01 00 32")
form("martin-n2-f", "martin-nicolas-2", "Nicolas", "MARTIN", ["nico.martin.exemple@hotmail.fr"], "",
     "59000",
     "Lille")
other("namesakes of one town", "martin-n1-v", "martin-n2-v",
      "other birth date, address and mailbox")
other("namesakes of two towns", "martin-n1-v", "martin-n3-d", "other birth date, town and mailbox")
same("the right one of three namesakes", "martin-n2-v", "martin-n2-f",
     "same mailbox, name and town")

donor("durand-1", "durand-catherine-1", "Mme", "Catherine", "Durand", "26/04/1954", "2 rue Royale",
      "45000",
      "Orléans", "cath.durand.exemple@wanadoo.fr", "", "01 99 00 03 08")
voter("durand-2", "durand-catherine-2", "DURAND Catherine", "03/08/1961", "19 rue Bannier", "45000",
      "ORLEANS", "catherine.durand.exemple@free.fr", "06 00 01 00 33")
sign("durand-2s", "durand-catherine-2", "Catherine", "DURAND", "45000", "OrlÃ©ans",
     "catherine.durand.exemple@free.fr")
other("namesakes of one postcode", "durand-1", "durand-2",
      "other birth date, street, mailbox and phone")
other("namesakes, only the mailbox tells", "durand-1", "durand-2s",
      "tied by the mailbox to the other one")
same("damaged town", "durand-2", "durand-2s", "same full name and mailbox")

for number, (name, born, mail) in enumerate((
        ("LEGRAND Victor", "11/11/1977", "victor.legrand.exemple@gmail.com"),
        ("DIALLO Fatou", "15/12/1990", ""),
        ("LEFEBVRE Odile", "29/08/1949", "odile.lefebvre.exemple@orange.fr"))):
    voter("tower-%d" % number, "tower-%d" % number, name, born, "100 rue de Tolbiac", "75013",
          "PARIS", mail)
other("neighbours of one tower", "tower-0", "tower-2", "nothing but the address is shared")

form("andre-f", "andre", "Yves", "André", ["yves.andre.exemple@free.fr"], "", "22000",
     "Saint-Brieuc",
     "1953-01-30")
voter("yves-v", "yves", "YVES André", "17/07/1970", "3 rue du Légué", "22000", "SAINT BRIEUC",
      "andre.yves.exemple@gmail.com", "06 00 01 00 34")
other("crossed names, two people", "andre-f", "yves-v", "other birth date and mailbox")

# Evidence does not decide these: they are in the truth file, not among the cases.
sign("martin-j-s", "martin-jean-fils", "Jean", "Martin", "14000", "Caen", "")
sign("bonnet-dede-s", "bonnet-didier", "Dédé", "Bonnet", "87000", "Limoges", "")
donor("martin-n4-d", "martin-nicolas-1", "", "Nicolas", "Martin", "", "", "59000", "Lille")
