# What a desk sets up for its devices: a queue, the field for a request's id, and which rights a device has.
@Queues = ({ Name => 'Support', CorrespondAddress => 'help@desk.test', CommentAddress => 'help-comment@desk.test' });
@CustomFields = ({ Name => 'Client Request ID', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket',
                   Queue => ['Support'], UniqueValues => 1 });
@Groups = ({ Name => 'Devices' }, { Name => 'Agents' });
@Users = ({ Name => 'kiosk-0001', Privileged => 1 },
          { Name => 'bare-0001', Privileged => 1 },
          { Name => 'agent', RealName => 'Ada Agent', EmailAddress => 'ada@desk.test', Privileged => 1 });
@Members = ({ Group => 'Devices', GroupDomain => 'UserDefined', Class => 'RT::User', Name => 'kiosk-0001' },
            { Group => 'Agents', GroupDomain => 'UserDefined', Class => 'RT::User', Name => 'agent' });
sub to_group { my ($name, @rights) = @_; map { { GroupDomain => 'UserDefined', GroupId => $name, Queue => 'Support', Right => $_ } } @rights }
@ACL = (
    # Mail from anybody opens a ticket and answers one.
    (map { { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Queue => 'Support', Right => $_ } } qw(CreateTicket ReplyToTicket SeeQueue)),
    # Who asked may see the ticket, answer in it and close it: the device is a requestor of what it sends.
    (map { { GroupDomain => 'RT::Queue-Role', GroupType => 'Requestor', Queue => 'Support', Right => $_ } } qw(ShowTicket ReplyToTicket ModifyTicket)),
    to_group('Devices', qw(SeeQueue CreateTicket ReplyToTicket SeeCustomField SetInitialCustomField)),
    to_group('Agents', qw(SeeQueue ShowTicket CreateTicket ReplyToTicket CommentOnTicket OwnTicket ModifyTicket ShowTicketComments
                          SeeCustomField ModifyCustomField)),
);
1;
